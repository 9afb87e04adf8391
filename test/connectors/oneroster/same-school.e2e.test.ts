import { describe, expect, test } from 'vitest'

import { itemCodes } from '../../../agreement/items.js'
import type { ItemCode } from '../../../agreement/items.js'
import { openSource } from '../../../connectors/registry.js'
import type { Source, SourceRecord } from '../../../connectors/source.js'
import { readAll } from '../support/reading.js'
import { simulatedSchool, ways } from './support/simulated-school.js'
import type { Way } from './support/simulated-school.js'

const { school } = simulatedSchool({ pupils: 120 })

const calm = { signal: new AbortController().signal, beforeRequest: async () => undefined, patienceMs: 5_000 }
const local = { allowPlainLoopback: true }

/** Opened as a worker does, by what is stored of it. */
function byOneRoster({ format = 'rest', version = '1.1' }: Way): Source {
  const { clientId, clientSecret, rest, csv } = school().credentials.oneroster
  const binding = {
    connector: 'oneroster',
    format,
    version,
    schoolId: school().id,
    baseUrl: { rest, csv }[format][version],
  }
  return openSource('oneroster', binding, { clientId, clientSecret }, calm, local)
}

function byWonde(): Source {
  const { schoolId, token, baseUrl } = school().credentials.wonde
  return openSource('wonde', { connector: 'wonde', schoolId, baseUrl }, { token }, calm, local)
}

// Sex is written as each source writes it.
const differs: readonly ItemCode[] = ['pupil.gender', 'staff.gender']
const inOneRoster = (type: unknown) => type === 'registration' || type === 'class'

const onRoll = ({ facts: { status, spell } }: SourceRecord) =>
  status !== 'G' && status !== 'P' && (spell?.start ?? '') <= '2026-11-10' && (spell?.leaving ?? '9999') >= '2026-11-10'

/** What both protocols carry of a school: people by the number of the MIS, with names of registration groups and classes. */
async function seenThrough(source: Source, carried: ReadonlySet<ItemCode>) {
  const groups = (await readAll(source, 'group', itemCodes)).records.filter(({ items }) =>
    inOneRoster(items['group.type']),
  )
  const names = new Map(groups.map(({ ref, items }) => [ref, JSON.stringify(items['group.name'])]))
  const people = async (kind: 'pupil' | 'staff') =>
    (await readAll(source, kind, itemCodes)).records
      .filter(onRoll)
      .map(({ items, memberships, facts }) => ({
        year: facts.year,
        items: Object.fromEntries(Object.entries(items).filter(([code]) => carried.has(code as ItemCode))),
        in: memberships.flatMap(({ group, item }) => (names.has(group) ? [`${item} ${names.get(group)}`] : [])).sort(),
      }))
      .sort((one, other) => Number(one.items[`${kind}.misId`]) - Number(other.items[`${kind}.misId`]))
  return { groups: [...names.values()].sort(), pupils: await people('pupil'), staff: await people('staff') }
}

describe.for(ways)('read by %s and by Wonde', ([, way]) => {
  test('a school has the same people, in the same registration groups and classes [R28][R32]', async () => {
    const { permitted } = await byOneRoster(way).permissions()
    const carried = new Set([...permitted].filter((code) => !differs.includes(code)))
    const [roster, wonde] = [await seenThrough(byOneRoster(way), carried), await seenThrough(byWonde(), carried)]
    expect(roster.groups).toEqual(wonde.groups)
    expect(roster.pupils).toEqual(wonde.pupils)
    // Of those who do not teach there is no list by REST.
    const listed = new Set(roster.staff.map(({ items }) => items['staff.misId']))
    const unlisted = wonde.staff.filter(({ items }) => !listed.has(items['staff.misId']))
    expect(roster.staff).toEqual(wonde.staff.filter((one) => !unlisted.includes(one)))
    expect(unlisted.filter((one) => way.format === 'csv' || one.in.length > 0)).toEqual([])
    expect(roster.pupils.every(({ in: places }) => places.length > 1)).toBe(true)
  })
})
