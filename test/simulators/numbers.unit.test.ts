import { expect, test } from 'vitest'
import { checkLetter } from '../../simulators/model/numbers/upn.js'
import { openSchool } from '../../simulators/model/school.js'
import { rosterOn } from '../../simulators/model/roster.js'
import { scatter } from '../../simulators/model/random.js'

test.for([
  ['801200005001', 'B'],
  ['207000016049', 'P'],
  ['00180001701A', 'X'],
  ['82043210099A', 'P'],
  ['82320012400Z', 'F'],
  ['940400024123', 'Y'],
] as const)('the check letter of %s', ([body, letter]) => {
  expect(checkLetter(body)).toBe(letter)
})

test('UPNs are valid and nobody shares one, leavers included', () => {
  const { pupils, leavers } = rosterOn(openSchool({ seed: 5, profile: 'allThrough', pupils: 2000 }), '2027-02-02')
  const upns = [...new Map([...pupils, ...leavers].map((one) => [one.misId, one.upn])).values()].filter(
    (upn) => upn !== null,
  )
  expect(new Set(upns).size).toBe(upns.length)
  expect(upns.filter((upn) => !/^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/.test(upn))).toEqual([])
  expect(upns.filter((upn) => checkLetter(upn.slice(1)) !== upn.charAt(0))).toEqual([])
})

test('pupils of fourteen and more have a valid ULN of their own, younger ones none', () => {
  const { pupils } = rosterOn(openSchool({ seed: 6, profile: 'secondary11to18', pupils: 1200 }), '2027-02-02')
  const ulns = pupils.flatMap(({ uln }) => uln ?? [])
  expect(new Set(ulns).size).toBe(ulns.length)
  const sum = (uln: string) => Array.from(uln).reduce((so, digit, index) => so + Number(digit) * (10 - index), 0)
  expect(ulns.filter((uln) => !/^[1-9]\d{9}$/.test(uln) || sum(uln) % 11 !== 10)).toEqual([])
  expect(pupils.filter(({ yearGroup, uln }) => Number(yearGroup) < 10 && uln !== null)).toEqual([])
})

test('scattering gives no two numbers one place', () => {
  const places = Array.from({ length: 2 ** 14 }, (_, number) => scatter(number, 14, 77))
  expect(new Set(places).size).toBe(2 ** 14)
  expect(Math.max(...places)).toBeLessThan(2 ** 14)
})
