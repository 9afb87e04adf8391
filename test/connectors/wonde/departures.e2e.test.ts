import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Departure } from '../../../connectors/source.js'
import { departuresOf, failureOf } from '../support/reading.js'
import { open } from './support/open.js'
import { london } from './support/rows.js'
import { page, scriptedSource } from './support/scripted-source.js'
import type { ScriptedSource } from './support/scripted-source.js'
import { simulatedSchool } from './support/simulated-school.js'

describe('a school that shares its leavers and deletions', () => {
  const { control, school, source, truth, asked, deny } = simulatedSchool()
  const happens = (event: object) => control('POST', `schools/${school().id}/events`, { events: [event] })
  const misIdOf = ({ identities }: Departure) => identities.find(({ kind }) => kind === 'misId')?.value
  const of = async (misId: unknown) => (await departuresOf(source())).filter((one) => misIdOf(one) === misId)

  test('states who left and on which day, and nothing else of them', async () => {
    const { misId, surname } = (await truth()).pupils[20]!
    await happens({ do: 'leave', misId, on: '2026-11-06' })
    const [left] = await of(misId)
    expect(left).toMatchObject({ kind: 'pupil', by: 'leaverRow', leftOn: '2026-11-06', at: null })
    expect(left?.identities.map(({ kind }) => kind)).toEqual(['sourceId', 'misId', 'upi'])
    expect(JSON.stringify(left)).not.toContain(surname)
    await happens({ do: 'return', misId })
    expect(await of(misId)).toEqual([])
  })

  test('states a leaving that it was told of late by its own day', async () => {
    const { misId } = (await truth()).pupils[21]!
    await happens({ do: 'leaveBackdated', misId })
    expect(await of(misId)).toMatchObject([{ by: 'leaverRow', leftOn: '2026-10-27' }])
  })

  test('states whom it deleted, until the record is restored', async () => {
    const { pupils, staff } = await truth()
    const [pupil, member] = [pupils[22]!['misId'], staff[3]!['misId']]
    await happens({ do: 'delete', misId: pupil })
    await happens({ do: 'delete', misId: member })
    expect(await of(pupil)).toMatchObject([{ kind: 'pupil', by: 'deletionRow', at: '2026-11-10T02:00:00Z' }])
    expect(await of(member)).toMatchObject([{ kind: 'staff', by: 'deletionRow', leftOn: null }])
    await happens({ do: 'restore', misId: pupil })
    expect(await of(pupil)).toEqual([])
    expect(await of(member)).toHaveLength(1)
  })

  test('is asked for what changed since, with an overlap, and never about contacts [R33]', async () => {
    await departuresOf(source(), '2026-11-09T02:00:00Z')
    const lists = (await asked()).filter(({ query }) => query['cursor'] === 'true')
    expect(lists.map(({ path, query }) => [path.split('/').at(-1), query['type'], query['updated_after']])).toEqual([
      ['students-leaver', undefined, '2026-08-01 02:00:00'],
      ['deletions', 'student', '2026-11-07 02:00:00'],
      ['deletions', 'employee', '2026-11-07 02:00:00'],
    ])
    expect(JSON.stringify(await asked())).not.toContain('contact')
  })

  test('gives nothing where it does not share them, and is not asked', async () => {
    await deny('students_leaver', 'deletions')
    expect(await departuresOf(source())).toEqual([])
    expect(JSON.stringify(await asked())).not.toMatch(/leaver|deletions/)
  })
})

describe('a source that answers in its own way', () => {
  let scripted: ScriptedSource
  beforeEach(async () => {
    scripted = await scriptedSource()
  })
  afterEach(() => scripted.close())
  const source = () => open(scripted)
  const refuses = (path: string, status: number) =>
    scripted.script(path, (_, response) => void response.writeHead(status).end())
  const deletion = (id: string, more: object = {}) => ({
    type: 'student',
    id,
    mis_id: '9920',
    deleted_at: { date: '2025-02-01 02:11:00.000000', timezone_type: 3, timezone: 'UTC' },
    restored_at: null,
    ...more,
  })

  test('gives nothing where it refuses a list without having said so', async () => {
    refuses('schools/:school/students-leaver', 403)
    scripted.script('schools/:school/deletions', () => page([deletion('A1')]))
    expect(await departuresOf(source())).toMatchObject([{ ref: 'A1', by: 'deletionRow' }])
  })

  test('fails where the token is no good, or the list cannot be reached', async () => {
    refuses('schools/:school/students-leaver', 401)
    expect((await failureOf(departuresOf(source()))).type).toBe('SourceRefused')
    refuses('schools/:school/students-leaver', 404)
    expect((await failureOf(departuresOf(source()))).type).toBe('SourceChangedShape')
  })

  test('may delete, restore and delete a record again, and may list other types than were asked for', async () => {
    const again = { date: '2025-03-01 02:11:00', timezone_type: 3, timezone: 'UTC' }
    const rows = [
      deletion('A1', { restored_at: again }),
      deletion('A1', { deleted_at: again }),
      deletion('A2', { type: 'contact' }),
    ]
    scripted.script('schools/:school/deletions', ({ url }) => page(url?.includes('student') ? rows : []))
    expect(await departuresOf(source())).toEqual([
      {
        kind: 'pupil',
        ref: 'A1',
        by: 'deletionRow',
        leftOn: null,
        at: '2025-03-01T02:11:00Z',
        identities: [
          { kind: 'sourceId', value: 'A1' },
          { kind: 'misId', value: '9920' },
        ],
      },
    ])
  })

  test('stops the read with a leaving date or a deletion that is no date', async () => {
    const leaver = {
      id: 'A1',
      education_details: { data: { leaving_date: 'soon', admission_date: london('2024-09-02') } },
    }
    scripted.script('schools/:school/students-leaver', () => page([leaver]))
    const failure = await failureOf(departuresOf(source()))
    expect([failure.type, failure.message]).toEqual([
      'SourceChangedShape',
      'students-leaver[0].education_details.leaving_date: not_a_date',
    ])
    scripted.script('schools/:school/students-leaver', () => page([]))
    scripted.script('schools/:school/deletions', () => page([deletion('A1', { restored_at: 'later' })]))
    expect((await failureOf(departuresOf(source()))).message).toBe('deletions[0].restored_at: not_an_instant')
  })
})
