import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { SourcePhoto, SourceResult } from '../../../connectors/source.js'
import { xporterSource } from '../../../connectors/xporter/xporter-source.js'
import { xporterWith } from '../../simulators/xporter-client.js'
import { calm } from '../support/reading.js'

let school: Awaited<ReturnType<typeof xporterWith>>
beforeAll(async () => {
  school = await xporterWith(120)
})
afterEach(async () => {
  await school.habits({})
  await school.deny()
})
afterAll(async () => school.stop())

/** Pages of forty, so that there are some. */
function source() {
  const { schoolId, relyingParty, schoolSecret } = school.credentials
  return xporterSource(
    { connector: 'xporter', schoolId, relyingParty, baseUrl: school.url },
    { schoolSecret },
    { ...calm, patienceMs: 200 },
    { allowPlainLoopback: true, firstWaitMs: 4, rowsAPage: 40 },
  )
}

async function gathered<Row>(walk: AsyncGenerator<readonly Row[], unknown, void> | undefined): Promise<Row[]> {
  const found: Row[] = []
  for await (const page of walk ?? []) found.push(...page)
  return found
}

const resultsOf = (aspect: string): Promise<SourceResult[]> => gathered(source().assessment?.results(aspect, null))
const photosOf = (): Promise<SourcePhoto[]> => gathered(source().photos?.list())

describe('results', () => {
  test.for([[{}], [{ keys: 'lower' }], [{ select: 'ignored' }], [{ pagination: 'never' }]])(
    'are read by aspect, with the name of the occasion and the MIS id of the pupil, and nothing beside: %j [R31]',
    async ([habits]) => {
      await school.habits(habits!)
      const aspects = (await source().assessment?.aspects()) ?? []
      expect(aspects.map(({ name }) => name)).toContain('Reading')
      const [reading] = aspects
      const results = await resultsOf(reading!.ref)
      expect(results.length).toBeGreaterThan(100)
      expect(new Set(results.map(({ aspect }) => aspect))).toEqual(new Set([reading!.ref]))
      expect(results[0]).toEqual({
        ref: expect.stringMatching(/^\d+$/),
        pupil: { kind: 'misId', value: expect.any(String) },
        aspect: reading!.ref,
        resultSet: expect.stringMatching(/^(Autumn|Spring|Summer) \d{4}$/),
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        value: expect.any(String),
      })
    },
  )

  test('are permitted by their own scope and the school’s', async () => {
    expect((await source().permissions()).permitted).toContain('pupil.assessments')
    for (const scope of ['AssessmentResults', 'School']) {
      await school.deny(scope)
      expect((await source().permissions()).permitted).not.toContain('pupil.assessments')
    }
  })
})

describe('photographs', () => {
  test('are listed without their pictures, which come one by one, and the same is listed the same', async () => {
    const photos = await photosOf()
    expect(photos.length).toBeGreaterThan(80)
    expect(new Set(photos.map(({ picture }) => picture))).toEqual(new Set([null]))
    const picture = await source().photos?.picture(photos[0]!.ref)
    expect(picture?.length).toBeGreaterThan(50)
    expect(await source().photos?.picture('nobody')).toBeNull()
    expect(await photosOf()).toEqual(photos)
  })

  test('come with the list where the source heeds no choice of columns', async () => {
    await school.habits({ select: 'ignored' })
    const [photo] = await photosOf()
    expect(photo?.picture).toEqual(await source().photos?.picture(photo!.ref))
  })

  test('are permitted by their own scope', async () => {
    expect((await source().permissions()).permitted).toContain('pupil.photo')
    await school.deny('Photos')
    expect((await source().permissions()).permitted).not.toContain('pupil.photo')
  })
})
