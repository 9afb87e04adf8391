import { expect, test } from 'vitest'
import { requestOf } from '../../simulators/http/request.js'
import { wonde } from '../../simulators/wonde/wonde.js'
import { openWorld } from '../../simulators/world/world.js'

const INCLUDES = 'education_details,extended_details,contact_details,classes,groups,registration,year'

// No time is asserted, only that a second walk does a small part of the first one's work, whatever the machine.
test('a school read before is read again for a tenth of the work', () => {
  const world = openWorld({ now: '2026-11-23' })
  const school = world.make({ seed: 1, profile: 'secondary11to18', pupils: 1500 })
  const speak = wonde(world)
  const walk = () => {
    const before = process.cpuUsage()
    for (let page = 1; page <= 8; page += 1) {
      const url = `/v1.0/schools/${school.id}/students?per_page=200&include=${INCLUDES}&page=${page}`
      expect(speak(requestOf('GET', url, '127.0.0.1', `Bearer ${school.token}`)).status).toBe(200)
    }
    return process.cpuUsage(before).user
  }
  const cold = walk()
  expect(walk() * 10).toBeLessThan(cold)
})

test('a page on which nobody changed is the same bytes after an event elsewhere', () => {
  const world = openWorld({ now: '2026-11-23' })
  const school = world.make({ seed: 1, profile: 'primary', pupils: 300 })
  const roster = school.rosterOn('2026-11-23')
  school.add([
    { do: 'rename', misId: roster.pupils[250]!.misId, surname: 'Elsewhere', on: '2026-11-23', at: world.now() },
  ])
  const after = school.rosterOn('2026-11-23')
  expect(after.pupils.filter((pupil, index) => pupil !== roster.pupils[index])).toHaveLength(1)
})
