import { dayOf } from '../model/calendar.js'
import { demonstrationSchools } from './demonstration.js'
import { loadState, saveState } from './saved-state.js'
import { schoolIdOf, simulateSchool } from './simulated-school.js'
import type { Day } from '../model/calendar.js'
import type { SchoolSpec } from '../model/school-plan.js'
import type { SimulatedSchool } from './simulated-school.js'

export interface WorldOptions {
  /** The clock at the start, an instant or a day; the machine's date where none is given. */
  readonly now?: string
  readonly demonstration?: boolean
  readonly stateFile?: string
}

/** Every simulated school and the one clock they live by. */
export interface World {
  readonly now: () => string
  readonly today: () => Day
  readonly setNow: (instant: string) => void
  readonly schools: () => readonly SimulatedSchool[]
  readonly school: (id: string) => SimulatedSchool | undefined
  readonly schoolOfToken: (token: string) => SimulatedSchool | undefined
  /** By the seven digits of authority and establishment under which Xporter knows a school; no two have the same. */
  readonly schoolOfEstab: (estab: string) => SimulatedSchool | undefined
  readonly estabOf: (school: SimulatedSchool) => string
  readonly make: (spec: SchoolSpec, name?: string) => SimulatedSchool
  /** To be called after every change that a restart must not lose. */
  readonly save: () => void
}

export function openWorld({ now, demonstration = false, stateFile }: WorldOptions): World {
  const saved = stateFile === undefined ? { now: null, schools: [] } : loadState(stateFile)
  const schools = new Map<string, SimulatedSchool>()
  const byToken = new Map<string, SimulatedSchool>()
  const byEstab = new Map<string, SimulatedSchool>()
  const estabs = new Map<string, string>()
  const enter = (school: SimulatedSchool) => {
    schools.set(school.id, school)
    byToken.set(school.token, school)
    const estab = freeEstab(school, byEstab)
    byEstab.set(estab, school)
    estabs.set(school.id, estab)
    return school
  }
  let setTo = saved.now
  let instant = setTo ?? instantOf(now ?? new Date().toISOString().slice(0, 10))
  let day = dayOf(instant)
  for (const school of saved.schools) enter(simulateSchool(school))
  const make = (spec: SchoolSpec, name?: string) => {
    const same = [...schools.values()].filter(({ saved }) => sameSpec(saved().spec, spec)).length
    const id = schoolIdOf(spec, same)
    return enter(simulateSchool({ id, name: name ?? `School ${id}`, spec, events: [], denied: [] }))
  }
  if (demonstration) {
    for (const { name, spec } of demonstrationSchools) if (!schools.has(schoolIdOf(spec, 0))) make(spec, name)
  }
  return {
    now: () => instant,
    today: () => day,
    setNow: (text) => {
      setTo = instant = instantOf(text)
      day = dayOf(instant)
    },
    schools: () => [...schools.values()],
    school: (id) => schools.get(id),
    schoolOfToken: (token) => byToken.get(token),
    schoolOfEstab: (estab) => byEstab.get(estab),
    estabOf: ({ id }) => estabs.get(id) ?? '',
    make,
    save: () => {
      if (stateFile !== undefined)
        saveState(stateFile, { now: setTo, schools: [...schools.values()].map((one) => one.saved()) })
    },
  }
}

/** The school's own number, or for one that was invented twice the next that is free. */
function freeEstab({ model }: SimulatedSchool, taken: ReadonlyMap<string, unknown>): string {
  let estab = Number(model.plan.laCode + model.plan.establishmentNumber)
  while (taken.has(String(estab))) estab += 1
  return String(estab)
}

/** A day stands for two in the morning, when the MIS's nightly jobs are done. */
export function instantOf(text: string): string {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T02:00:00Z` : text).toISOString()
}

function sameSpec(one: SchoolSpec, other: SchoolSpec): boolean {
  return one.seed === other.seed && one.profile === other.profile && one.pupils === other.pupils
}
