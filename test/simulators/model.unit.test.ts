import { expect, test } from 'vitest'
import { openSchool } from '../../simulators/model/school.js'
import { isOnRoll } from '../../simulators/model/pupils/pupil.js'
import { profileFacts, profiles } from '../../simulators/model/profiles.js'
import { rosterOn } from '../../simulators/model/roster.js'
import { isEmployed } from '../../simulators/model/staff/staff-member.js'
import type { Profile } from '../../simulators/model/profiles.js'

const DAY = '2026-11-23'

function onRoll(profile: Profile, pupils: number, day = DAY, seed: string | number = 1) {
  return rosterOn(openSchool({ seed, profile, pupils }), day).pupils.filter((pupil) => isOnRoll(pupil, day))
}

test('a roster follows from seed, profile, size and day alone, whatever was asked before', () => {
  const spec = { seed: 'pure', profile: 'secondary11to18', pupils: 240 } as const
  const asked = openSchool(spec)
  for (const day of ['2031-04-01', '2025-09-01', '2026-08-31', DAY, '2026-12-24']) rosterOn(asked, day)
  expect(rosterOn(asked, DAY)).toEqual(rosterOn(openSchool(spec), DAY))
})

test('another seed makes another school', () => {
  const names = (seed: number) =>
    onRoll('primary', 120, DAY, seed).map(({ forename, surname }) => `${forename} ${surname}`)
  expect(names(1)).not.toEqual(names(2))
})

test.for(profiles.map((profile) => [profile] as const))(
  '%s has as many on roll as asked, in its years',
  ([profile]) => {
    const { firstYear, topYear } = profileFacts[profile]
    for (const size of [60, 317]) {
      const pupils = onRoll(profile, size)
      expect(pupils).toHaveLength(size)
      // By the year group, not the curriculum year, which a special school does not always give.
      const years = pupils.map(({ groups }) =>
        groups[0]?.name === 'Reception' ? 0 : Number(groups[0]?.name.slice('Year '.length)),
      )
      expect(Math.min(...years)).toBe(firstYear)
      expect(Math.max(...years)).toBe(topYear)
    }
  },
)

test('five thousand pupils fit', () => {
  expect(onRoll('allThrough', 5000)).toHaveLength(5000)
})

test('pupils are born in the year their year group was', () => {
  for (const { dateOfBirth, yearGroup } of onRoll('secondary11to18', 300)) {
    const turned = 2026 - Number(yearGroup) - 5
    expect(dateOfBirth >= `${turned}-09-01` && dateOfBirth <= `${turned + 1}-08-31`).toBe(true)
  }
})

test('a secondary pupil is in about a dozen classes, a pupil of an infant school in none', () => {
  const counts = onRoll('secondary11to16', 900).map(({ classes }) => classes.length)
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(10)
  expect(Math.max(...counts)).toBeLessThanOrEqual(12)
  expect(onRoll('infant', 90).flatMap(({ classes }) => classes)).toEqual([])
})

test('September brings an intake and moves everybody up a year', () => {
  const school = openSchool({ seed: 9, profile: 'primary', pupils: 210 })
  const year = (day: string) =>
    new Map(
      rosterOn(school, day)
        .pupils.filter((one) => isOnRoll(one, day))
        .map((one) => [one.misId, one.yearGroup]),
    )
  const [before, after] = [year('2026-07-01'), year('2026-09-02')]
  const stayed = [...before].filter(([misId]) => after.has(misId))
  expect(stayed.length).toBeGreaterThan(150)
  for (const [misId, label] of stayed) expect(after.get(misId)).toBe(String((label === 'R' ? 0 : Number(label)) + 1))
  expect([...after].filter(([misId, label]) => !before.has(misId) && label === 'R')).toHaveLength(30)
  expect([...before].filter(([misId]) => !after.has(misId)).length).toBeGreaterThanOrEqual(30)
})

test('lists guests, leavers and future starters who are not on roll', () => {
  const { pupils } = rosterOn(openSchool({ seed: 3, profile: 'secondary11to16', pupils: 600 }), DAY)
  expect(pupils.some(({ enrolmentStatus }) => enrolmentStatus === 'Guest')).toBe(true)
  expect(pupils.some(({ admissionDate }) => admissionDate > DAY)).toBe(true)
  expect(pupils.some(({ leavingDate }) => leavingDate !== null && leavingDate < DAY)).toBe(true)
  expect(pupils.filter((pupil) => isOnRoll(pupil, DAY))).toHaveLength(600)
})

test('through a year some pupils change set or surname, and some staff go and others come', () => {
  const school = openSchool({ seed: 4, profile: 'secondary11to18', pupils: 900 })
  const [autumn, summer] = [rosterOn(school, '2026-09-10'), rosterOn(school, '2027-06-10')]
  const before = new Map(autumn.pupils.map((pupil) => [pupil.misId, pupil]))
  const both = summer.pupils.flatMap((now) => {
    const then = before.get(now.misId)
    return then ? [{ then, now }] : []
  })
  expect(both.filter(({ then, now }) => then.surname !== now.surname).length).toBeGreaterThan(0)
  expect(
    both.filter(({ then, now }) => then.classes.some((one, index) => one !== now.classes[index])).length,
  ).toBeGreaterThan(20)
  const employed = (day: string) =>
    new Set(
      rosterOn(school, day)
        .staff.filter((one) => isEmployed(one, day))
        .map(({ misId }) => misId),
    )
  const [then, now] = [employed('2026-06-10'), employed('2027-06-10')]
  expect([...then].filter((misId) => !now.has(misId)).length).toBeGreaterThan(0)
  expect(now.size).toBe(then.size)
})
