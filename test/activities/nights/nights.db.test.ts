import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startGround } from '../../support/nights/ground.js'
import type { Ground } from '../../support/nights/ground.js'
import { live, night, sync } from '../../support/nights/live.js'
import { differences, people, records } from '../../support/nights/look.js'
import { standpoint } from '../../support/nights/rewind.js'
import { happen, heal, newSchool, spoil, ways } from '../../support/nights/school.js'

const DAY_MS = 86_400_000
const start = new Date('2026-11-23T22:00:00Z')

let ground: Ground
beforeAll(async () => {
  ground = await startGround(start)
})
afterAll(() => ground?.stop())

const after = (days: number) => ground.setTime(new Date(start.getTime() + days * DAY_MS))

// Where there is a period of grace, somebody who leaves stays for months.
const atOnce = Object.entries(ways).filter(([name]) => name !== 'grace')

describe.for(atOnce)('a school that is read over %s, without Temporal', ([, way]) => {
  test('holds who is there, hides who goes, and erases who is due', async () => {
    await after(0)
    const school = await newSchool(ground, { way })
    const pupils = async () => (await people(ground, school)).pupil
    expect((await differences(ground, school)).pupil).toEqual({ missing: [], surplus: [] })
    await after(1)
    expect(await night(ground, school.id)).toMatchObject({ trigger: 'nightly', state: 'nothingToDo' })

    const [leaves = ''] = [...(await pupils()).keys()]
    await happen(ground, school, { do: 'leave', misId: leaves }, { do: 'join' })
    expect(await sync(ground, school.id)).toMatchObject({
      state: 'applied',
      counts: { pupil: { added: 1, removed: 1 } },
    })
    expect((await pupils()).get(leaves)).toBe('hidden')
    expect((await differences(ground, school)).pupil).toEqual({ missing: [], surplus: [] })

    await after(3)
    expect(await live(ground, school.id)).toContain('erase')
    expect((await pupils()).has(leaves)).toBe(false)
    expect((await pupils()).size).toBe(60)
  })

  test('is as it was once a test has gone back', async () => {
    await after(0)
    const school = await newSchool(ground, { way })
    const before = await records(ground, school, 'pupil')
    const { goBack, forget } = await standpoint(ground, school)
    for (const _ of [1, 2]) {
      const [one] = (await people(ground, school)).pupil.keys()
      await happen(ground, school, { do: 'leave', misId: one })
      expect(await sync(ground, school.id)).toMatchObject({ state: 'applied' })
      await after(3)
      // What was erased is back too: its keys are those of before.
      await live(ground, school.id)
      await after(0)
      await goBack()
      expect(await records(ground, school, 'pupil')).toEqual(before)
      expect(await sync(ground, school.id)).toMatchObject({ state: 'nothingToDo' })
      await goBack()
    }
    await forget()
  })

  test('shows what became of a read that could not be made', async () => {
    await after(0)
    const school = await newSchool(ground, { way })
    await spoil(ground, school, { kind: 'cutJson' })
    expect(await sync(ground, school.id)).toMatchObject({ state: 'refused', reason: expect.stringMatching(/\.$/) })
    await heal(ground)
    expect((await differences(ground, school)).pupil).toEqual({ missing: [], surplus: [] })
  })
})
