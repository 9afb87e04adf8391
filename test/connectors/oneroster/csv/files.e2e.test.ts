import { describe, expect, test } from 'vitest'

import { itemCodes } from '../../../../agreement/items.js'
import type { SourceRecord } from '../../../../connectors/source.js'
import { failureOf, readAll } from '../../support/reading.js'
import { simulatedSchool } from '../support/simulated-school.js'
import type { Way } from '../support/simulated-school.js'

const { asked, control, fault, happens, play, source, truth } = simulatedSchool({
  profile: 'secondary11to16',
  pupils: 90,
})

const byRef = (records: readonly SourceRecord[]) =>
  records
    .map((one) => ({ ...one, memberships: [...one.memberships].sort((a, b) => a.group.localeCompare(b.group)) }))
    .sort((a, b) => a.ref.localeCompare(b.ref))
const pupils = async (way: Way) => byRef((await readAll(source(way), 'pupil', itemCodes)).records)
const csv = (version: '1.1' | '1.2') => ({ format: 'csv', version }) as const

describe.for([['1.1'], ['1.2']] as const)('a file of version %s', ([version]) => {
  test('says of pupils and groups what REST says', async () => {
    expect(await pupils(csv(version))).toEqual(await pupils({ format: 'rest', version }))
    const groups = async (way: Way) => byRef((await readAll(source(way), 'group', itemCodes)).records)
    expect(await groups(csv(version))).toEqual(await groups({ format: 'rest', version }))
  })

  test.for([['bom'], ['utf16'], ['folder'], ['oldNames'], ['filled'], ['noManifest']] as const)(
    'that is %s gives the same pupils',
    async ([variant]) => {
      const usual = await pupils(csv(version))
      await play({ csv: variant })
      expect(await pupils(csv(version))).toEqual(usual)
    },
  )

  test('in the code page of Windows keeps the letters of a name', async () => {
    const { misId } = (await truth()).pupils[3]!
    await happens({ do: 'rename', misId, surname: 'Brontë' })
    await play({ csv: 'latin1' })
    const found = (await pupils(csv(version))).find(({ items }) => items['pupil.misId'] === misId)
    expect(found?.items['pupil.name']).toMatchObject({ surname: 'Brontë' })
  })

  test('of changes is refused, and says what to send', async () => {
    await play({ csv: 'delta' })
    const failure = await failureOf(source(csv(version)).school())
    expect([failure.type, failure.message]).toEqual([
      'SourceChangedShape',
      expect.stringContaining('send one in which every file is bulk'),
    ])
  })

  test('carries the UPN in a column beyond the standard’s', async () => {
    const usual = await pupils(csv(version))
    await play({ upn: 'metadata' })
    expect(await pupils(csv(version))).toEqual(usual)
  })
})

describe('the address of a file', () => {
  test('is asked once in a night', async () => {
    const opened = source(csv('1.1'))
    await opened.school()
    await opened.permissions()
    for (const kind of ['group', 'staff', 'pupil'] as const) await readAll(opened, kind, itemCodes)
    expect(await asked()).toHaveLength(1)
  })

  test('needs no credentials where a link is enough, and refuses wrong ones', async () => {
    const none = { clientId: '', clientSecret: '' }
    expect(await source(csv('1.1'), { secret: none }).school()).toMatchObject({ name: 'Connector School' })
    const wrong = { clientId: 'a', clientSecret: 'b' }
    expect((await failureOf(source(csv('1.1'), { secret: wrong }).school())).type).toBe('SourceRefused')
  })

  test.for([
    ['401', 'SourceRefused'],
    ['404', 'SourceChangedShape'],
    ['429', 'SourceThrottled'],
    ['503', 'SourceUnavailable'],
    ['htmlWith200', 'SourceUnavailable'],
    ['cutJson', 'SourceIncomplete'],
    ['otherSchool', 'WrongSchool'],
  ] as const)('that answers with %s is %s', async ([kind, type]) => {
    await fault(kind)
    expect((await failureOf(source(csv('1.2')).school())).type).toBe(type)
  })

  test('that leads to a file of several schools gives this one’s people only', async () => {
    await control('DELETE', 'faults')
    const other = source(csv('1.1'), { schoolId: 'another' })
    expect((await failureOf(other.school())).type).toBe('WrongSchool')
    expect((await readAll(other, 'pupil', itemCodes)).records).toEqual([])
  })
})
