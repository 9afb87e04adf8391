import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startApi } from '../../api/api-under-test.js'
import type { ApiUnderTest } from '../../api/api-under-test.js'
import { sealedUnder } from '../../../vault/sealing.js'
import { erasingSchool } from './erasing-school.js'
import type { Built, ErasingSchool } from './erasing-school.js'

const HOUR_MS = 3_600_000
const PHOTO = 'pupil.photo'
let api: ApiUnderTest
let built: Built
let now: Date
let at: ErasingSchool
beforeAll(async () => {
  api = await startApi((deps) => {
    built = deps
    return { clock: () => now }
  })
})
beforeEach(async () => {
  now = new Date('2026-11-24T12:00:00Z')
  at = await erasingSchool(api, built)
  for (const pupil of [at.pupil, at.other]) await at.picture(pupil)
})
afterAll(() => api?.stop())

const pass = (hours: number) => (now = new Date(now.getTime() + hours * HOUR_MS))
const withdraw = (body: object) => api.call('school', 'POST', at.path('/withdrawals'), body)
const parts = () => at.db.selectFrom('part').selectAll().orderBy('subject_id').execute()
const ofPupil = (rows: Awaited<ReturnType<typeof parts>>, pupil: string) =>
  rows.filter(({ subject_id }) => subject_id === pupil)
const opening = async (rows: Awaited<ReturnType<typeof parts>>) =>
  (
    await built.keyring.openKeys(
      at.school,
      rows.map(({ sealed }) => sealedUnder(sealed)),
    )
  ).size

/** A worker that is killed just before, or just after, keys go. */
function dying(when: 'before' | 'after'): Built {
  const destroyParts: Built['keyring']['destroyParts'] = async (...which) => {
    if (when === 'after') await built.keyring.destroyParts(...which)
    throw new Error('killed')
  }
  return { ...built, keyring: { ...built.keyring, destroyParts } }
}

test.for(['before', 'after'] as const)(
  'killed %s its key goes, the erasure of one pupil’s photograph completes once; everybody else’s stays byte for byte [R04][R17]',
  async (when) => {
    const before = await parts()
    expect((await withdraw({ pupilId: at.pupil, item: PHOTO })).status).toBe(201)
    pass(5)
    await expect(at.erase(now, 'cut-short', dying(when))).rejects.toThrow('killed')
    for (const attempt of [1, 2]) await at.ring(pass(attempt), `${when}-${attempt}`)
    expect(await parts()).toEqual(ofPupil(before, at.other))
    expect([await opening(ofPupil(before, at.pupil)), await opening(await parts())]).toEqual([0, 1])
    const certificates = await at.certificates()
    expect(certificates.map(({ held }) => held)).toEqual([[{ kind: `itemWithdrawn ${PHOTO}`, count: 1 }]])
    const [own] = ofPupil(before, at.pupil)
    expect(await at.feed()).toEqual([`erased photo ${own!.id}`])
  },
)

test.for(['before', 'after'] as const)(
  'killed %s their keys go, photographs withdrawn for all go once, are certified, and nothing else of anybody is touched [R04][R17]',
  async (when) => {
    const before = await parts()
    const records = await at.rowsOf(...at.ids.pupils)
    expect((await withdraw({ item: PHOTO })).status).toBe(201)
    await expect(at.strip(pass(1), dying(when))).rejects.toThrow('killed')
    for (const attempt of [1, 2]) await at.certify(await at.strip(pass(attempt)), now)
    expect([await parts(), await opening(before)]).toEqual([[], 0])
    expect((await at.rowsOf(...at.ids.pupils)).length).toBe(records.length)
    const held = (await at.certificates()).flatMap((one) => one.held)
    expect(held).toContainEqual({ kind: `itemWithdrawn ${PHOTO}`, count: 2 })
    expect((await at.feed()).filter((told: string) => told.startsWith('erased')).sort()).toEqual(
      before.map(({ id }) => `erased photo ${id}`).sort(),
    )
  },
)
