import type { Person } from '../../../simulators/client.js'
import type { ActOf } from '../act.js'
import { keyOf } from '../model.js'
import type { Gone, Kind } from '../model.js'
import { at, happen, truthOf } from '../played.js'
import type { Played } from '../played.js'

type Of = 'pupils' | 'staff'
const kindOf: Readonly<Record<Of, Kind>> = { pupils: 'pupil', staff: 'staff' }

export async function join(played: Played): Promise<void> {
  await happen(played, { do: 'join' })
}

export async function goes(played: Played, act: ActOf<'leave' | 'leaveBackdated' | 'delete'>): Promise<void> {
  const [one] = await chosen(played, act)
  // The last to go would leave an empty school, which is an incident and not a leaver.
  if (!one || (await truthOf(played))[act.of].length < 5) return
  await happen(played, { do: act.do, misId: one.misId })
  note(played, kindOf[act.of], one, act.do === 'delete' ? 'delete' : 'leave')
}

/** People are not listed any more, and nothing says why. */
export async function vanish(played: Played, act: ActOf<'vanish'>): Promise<void> {
  if ((await truthOf(played))[act.of].length < act.many + 4) return
  for (const one of await chosen(played, act)) {
    await happen(played, { do: 'optOut', misId: one.misId })
    note(played, kindOf[act.of], one, 'vanish')
  }
}

export async function rename(played: Played, act: ActOf<'rename'>): Promise<void> {
  await renameAll(played, await chosen(played, act))
}

export async function renameAll(played: Played, people: readonly Person[]): Promise<void> {
  const surname = () => `Quillfeather${(played.model.names += 1)}`
  await happen(played, ...people.map(({ misId }) => ({ do: 'rename', misId, surname: surname() })))
}

export async function moveClass(played: Played, act: ActOf<'moveClass'>): Promise<void> {
  const one = at((await truthOf(played)).pupils, act.who)
  if (one) await happen(played, { do: 'moveClass', misId: one.misId })
}

/** Who had left comes for a new spell; a record that was deleted is restored, in the old one. */
export async function comeBack(played: Played, { who }: ActOf<'comeBack'>): Promise<void> {
  const { gone } = played.model
  const [key, back] = at([...gone], who) ?? []
  if (key === undefined || !back) return
  await happen(played, { do: back.by === 'delete' ? 'restore' : 'return', misId: back.misId })
  gone.delete(key)
}

/** Who is gone is not called back afterwards: under which number the new MIS would know them nobody can say. */
export async function changeMis(played: Played, { reused }: ActOf<'changeMis'>): Promise<void> {
  await happen(played, { do: 'changeMis', ...(reused && { numbers: 'reused' }) })
  played.model.gone.clear()
}

interface Choice {
  readonly who: number
  readonly of: Of
  readonly many?: number
}

async function chosen(played: Played, { who, of, many = 1 }: Choice): Promise<readonly Person[]> {
  const people = (await truthOf(played))[of]
  const count = Math.min(many, people.length)
  return Array.from({ length: count }, (_, index) => at(people, who + index)).filter((one) => one !== undefined)
}

function note({ model }: Played, kind: Kind, person: Person, by: Gone['by']): void {
  model.gone.set(keyOf(kind, person), { misId: person.misId, by })
}
