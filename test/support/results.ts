import { all } from './schools.js'
import type { SimSchool } from './schools.js'
import type { Stack } from './stack.js'

export interface Result {
  readonly resultSet: string | null
  readonly date: string | null
  readonly value: string
}

interface Told extends Result {
  readonly misId: string
  readonly aspect: string
}

/** The mark book as the simulator knows it. */
export async function markBook(stack: Stack, { id }: SimSchool): Promise<readonly Told[]> {
  return (await stack.sim('GET', `/_sim/schools/${id}/results`)).body.data
}

/** What the mark book says of one pupil in one aspect, in the order of days. */
export function inBook(book: readonly Told[], misId: string, aspect: string): readonly Result[] {
  return book
    .filter((one) => one.misId === misId && one.aspect === aspect)
    .map(({ resultSet, date, value }) => ({ resultSet, date, value }))
    .sort((a, b) => ((a.date ?? '') < (b.date ?? '') ? -1 : 1))
}

/** What a reader is shown of a pupil, by the names of aspects. */
export async function resultsShown(
  stack: Stack,
  school: string,
  pupil: string,
  role: 'application' | 'head' = 'application',
): Promise<Readonly<Record<string, readonly Result[]>>> {
  const records = await all(stack, role, `/v1/schools/${school}/pupils/${pupil}/results`)
  return Object.fromEntries(records.map(({ aspect, results }) => [aspect.name, results]))
}

/** The ids of a school's aspects, by name. */
export async function aspectIds(stack: Stack, school: string): Promise<Readonly<Record<string, string>>> {
  const aspects = await all(stack, 'head', `/v1/schools/${school}/aspects`)
  return Object.fromEntries(aspects.map(({ id, name }) => [name, id]))
}

/** Grants these codes besides what is granted, and takes those away. */
export async function regrant(
  stack: Stack,
  school: string,
  change: { readonly add?: readonly string[]; readonly take?: readonly string[] },
): Promise<void> {
  const path = `/v1/schools/${school}/grant`
  const { items } = (await stack.call('head', 'GET', path)).body
  const kept = items.filter((item: string) => !(change.take ?? []).includes(item))
  const { status, body } = await stack.call('school', 'PUT', path, { items: [...kept, ...(change.add ?? [])] })
  if (status !== 200) throw new Error(`the grant was answered ${status} ${JSON.stringify(body)}`)
}

/** The parts that a school holds, sealed, in the order of their ids. */
export async function partsHeldOf(stack: Stack, school: string) {
  const { db } = await stack.deps.schools.open(school)
  const rows = await db.selectFrom('part').selectAll().orderBy('id').execute()
  return rows.map(({ digest, sealed, ...row }) => ({
    ...row,
    digest: digest.toString('hex'),
    sealed: sealed.toString('hex'),
  }))
}

/** What the simulator was asked for below a path since this was last called. */
export async function takeRequestsBelow(stack: Stack, { id }: SimSchool, below: string) {
  const { body } = await stack.sim('GET', `/_sim/requests?schoolId=${id}`)
  await stack.sim('DELETE', '/_sim/requests')
  const data: { readonly path: string; readonly query: Readonly<Record<string, string>> }[] = body.data
  return data.filter(({ path }) => path.includes(below))
}
