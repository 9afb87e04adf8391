import { MockActivityEnvironment } from '@temporalio/testing'
import { ulid } from 'ulid'
import { collectActivities } from '../../../activities/collect/collect.js'
import { closeActivities } from '../../../activities/life/close.js'
import { closeRevertActivities } from '../../../activities/revert/close-revert.js'
import { undoActivities } from '../../../activities/revert/undo-run.js'
import { itemCodes } from '../../../agreement/items.js'
import type { Departure, Source, SourceRecord } from '../../../connectors/source.js'
import { findRun, openRun } from '../../../db/control/run.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import type { Built } from '../erase/erasing-school.js'

export interface ToldPupil {
  readonly ref: string
  readonly surname: string
  readonly ethnicity: string | null
  readonly classes: readonly string[]
}

/** What the source says: the test's to change between two nights. */
export interface World {
  readonly pupils: readonly ToldPupil[]
  readonly groups: readonly { readonly ref: string; readonly name: string }[]
  readonly leavers: readonly string[]
}

const ITEMS = ['pupil.misId', 'pupil.name', 'pupil.ethnicity', 'pupil.classes', 'group.name', 'group.type']
const act = <Result>(work: () => Promise<Result>): Promise<Result> => new MockActivityEnvironment().run(work)

export type ToldSchool = Awaited<ReturnType<typeof toldSchool>>

/** A school whose source is told what to say, with the activities that a night and an undo are made of, at instants of the test's own. */
export async function toldSchool(api: ApiUnderTest, built: Built, agreement: string, now: () => Date) {
  const school = await api.register(['school', 'head'], { agreement })
  await api.provision(school)
  const accepted = await api.accept(school, ITEMS)
  if (accepted.status !== 201) throw new Error(`accepting answered ${accepted.status} ${accepted.text}`)
  let world: World = { pupils: [], groups: [], leavers: [] }
  let first: string | undefined = accepted.body.runId
  const deps = { ...built, openSource: () => sourceOf(() => world) }
  const { db } = await built.schools.open(school)
  const path = (rest: string) => `/v1/schools/${school}${rest}`

  async function night(): Promise<string> {
    const at = now()
    const run =
      first ?? (await built.control.transaction().execute((trx) => openRun(trx, school, `manual-${ulid().toLowerCase()}`, 'manual', at))) // prettier-ignore
    first = undefined
    const { further, ...outcome } = await act(() =>
      collectActivities(deps).collect({ school, run, at: at.toISOString() }),
    )
    if (further.length > 0 || !outcome.verdict.apply) throw new Error(JSON.stringify({ further, outcome }))
    await act(() => closeActivities(built.control).closeRun({ school, run, outcome, at: at.toISOString() }))
    return run
  }
  const undo = async (run: string) => {
    const result = await act(() => undoActivities(deps).undoRun({ school, run, at: now().toISOString() }))
    const ended = { school, run, result, at: now().toISOString() }
    await act(() => closeRevertActivities(built.control).closeRevert(ended))
    return result
  }
  return {
    school,
    db,
    path,
    night,
    says: (next: World) => void (world = next),
    world: () => world,
    ask: (run: string) => api.call('operator', 'POST', path(`/syncs/${run}/revert`)),
    undo,
    /** Asks for the undo, and has it done. Answers the run that undid. */
    revert: async (run: string): Promise<string> => {
      const asked = await api.call('operator', 'POST', path(`/syncs/${run}/revert`))
      if (asked.status !== 202) throw new Error(`reverting answered ${asked.status} ${asked.text}`)
      await undo(asked.body.runId)
      return asked.body.runId
    },
    run: (id: string) => findRun(built.control, school, id),
  }
}

const nothing = { status: null, spell: null, year: null } as const

function recordsOf({ pupils, groups }: World, kind: string): SourceRecord[] {
  if (kind === 'group')
    return groups.map(({ ref, name }) => ({
      kind: 'group',
      ref,
      identities: [],
      items: { 'group.name': name, 'group.type': 'class' },
      facts: nothing,
      memberships: [],
    }))
  if (kind === 'staff') return []
  return pupils.map(({ ref, surname, ethnicity, classes }) => ({
    kind: 'pupil',
    ref,
    identities: [{ kind: 'misId', value: ref }],
    items: {
      'pupil.misId': ref,
      'pupil.name': { forename: 'Pat', surname, middleNames: null },
      'pupil.ethnicity': ethnicity,
    },
    facts: { status: 'C', spell: { start: '2024-09-01', leaving: null }, year: '7' },
    memberships: classes.map((group) => ({ group, item: 'pupil.classes' })),
  }))
}

const leaverRow = (ref: string): Departure => ({
  kind: 'pupil',
  ref,
  by: 'leaverRow',
  leftOn: null,
  at: null,
  identities: [],
})

function sourceOf(world: () => World): Source {
  return {
    school: async () => ({ ref: 'A1930499544', name: 'A School', establishmentNumber: null, laCode: null, urn: null }),
    permissions: async () => ({ permitted: new Set(itemCodes), fingerprint: 'all' }),
    read: async function* (kind) {
      const records = recordsOf(world(), kind)
      yield records
      return { pages: 1, records: records.length }
    },
    departures: async function* () {
      yield world().leavers.map(leaverRow)
    },
    counts: async () => ({}),
  }
}
