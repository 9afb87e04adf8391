import { describe, expect, test } from 'vitest'

import { itemCodes } from '../../../agreement/items.js'
import { departuresOf, readAll } from '../support/reading.js'
import { simulatedSchool } from './support/simulated-school.js'

const { asked, play, school, source } = simulatedSchool({ profile: 'primary', pupils: 90 })

const sorted = (list: readonly unknown[]) => list.map(String).sort()

describe('what a provider may do differently', () => {
  const pupils = async (version: '1.1' | '1.2' = '1.1') =>
    sorted(
      (await readAll(source({ version }, { options: { rowsAPage: 60 } }), 'pupil', itemCodes)).records.map(
        ({ items }) => JSON.stringify(items),
      ),
    )

  test.for([
    [{ paging: 'link' }],
    [{ paging: 'total' }],
    [{ paging: 'none' }],
    [{ limits: 'capped' }],
    [{ limits: 'capped', paging: 'none' }],
    [{ limits: 'ignored' }],
    [{ limits: 'ignored', paging: 'none' }],
    [{ filters: 'status' }],
    [{ filters: 'ignored' }],
    [{ filters: 'refused' }],
    [{ selection: 'ignored' }],
    [{ selection: 'refused' }],
    [{ selection: 'refused', filters: 'refused' }],
    [{ upn: 'metadata' }],
    [{ upn: 'identifier' }],
    [{ credentials: 'basic' }],
    [{ credentials: 'form' }],
    [{ errors: 'flat', selection: 'refused' }],
  ] as const)('%j gives the same pupils', async ([variant]) => {
    const usual = await pupils()
    await play(variant)
    expect(await pupils()).toEqual(usual)
  })

  test.for([['1.1'], ['1.2']] as const)(
    'no paths below a school, as Xporter, gives the same pupils without birth and sex in %s',
    async ([version]) => {
      const usual = (await pupils(version)).map((items) => ({
        ...JSON.parse(items),
        'pupil.gender': 0,
        'pupil.dateOfBirth': 0,
      }))
      await play({ routes: 'core' })
      const core = (await pupils(version)).map((items) => JSON.parse(items))
      expect(core[0]).not.toHaveProperty('pupil.gender')
      expect(sorted(core.map((items) => items['pupil.misId']))).toEqual(
        sorted(usual.map((items) => items['pupil.misId'])),
      )
      const staff = await readAll(source({ version }), 'staff', ['staff.misId'])
      expect(staff.records.length).toBeGreaterThan(3)
      expect((await source({ version }).school()).ref).toBe(school().id)
    },
  )

  test.for([
    ['core', false],
    ['unsaid', true],
    ['unknown', true],
  ] as const)('scopes %s: birth and sex permitted is %s', async ([scopes, permitted]) => {
    const before = await source({ version: '1.2' }).permissions()
    await play({ scopes })
    const after = await source({ version: '1.2' }).permissions()
    expect(after.permitted.has('pupil.dateOfBirth')).toBe(permitted)
    expect(before.permitted.has('pupil.dateOfBirth')).toBe(true)
    if (!permitted) {
      expect(after.fingerprint).not.toBe(before.fingerprint)
      const { records } = await readAll(source({ version: '1.2' }), 'pupil', itemCodes)
      expect(records[0]?.items).not.toHaveProperty(['pupil.gender'])
      expect(JSON.stringify(await asked())).not.toContain('demographics')
    }
  })

  test('no rows of those who are gone states nobody', async () => {
    await play({ leavers: 'gone' })
    expect(await departuresOf(source())).toEqual([])
  })

  test('no UPN is a null, and the number of the MIS stays', async () => {
    await play({ upn: 'absent' })
    const { records } = await readAll(source(), 'pupil', ['pupil.upn', 'pupil.misId'])
    expect(new Set(records.map(({ items }) => items['pupil.upn']))).toEqual(new Set([null]))
    expect(records.every(({ items }) => typeof items['pupil.misId'] === 'string')).toBe(true)
  })
})
