import { draw, nth } from '../random.js'
import { formsIn } from '../school-plan.js'
import { yearLabel, yearName } from '../year-label.js'
import type { SchoolPlan } from '../school-plan.js'
import type { Group } from './group.js'

export interface SchoolGroups {
  readonly all: readonly Group[]
  readonly year: (year: number) => Group
  readonly registration: (year: number, form: number) => Group
  readonly house: (value: number) => Group | null
  readonly clubs: readonly Group[]
}

const trees = ['Oak', 'Ash', 'Elm', 'Birch', 'Maple', 'Hazel', 'Cedar', 'Alder'] as const
const houses = ['Curlew', 'Heron', 'Kite', 'Lapwing'] as const
const clubs = ['Breakfast Club', 'Choir', 'School Council', 'Reading Support'] as const

const FORMS_A_YEAR = 256

export function formLetter(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : `${formLetter(Math.floor(index / 26) - 1)}${formLetter(index % 26)}`
}

/** The school's groups. They stay from year to year under the same names; the pupils move through them. */
export function schoolGroups(plan: SchoolPlan): SchoolGroups {
  const years = yearNumbers(plan)
  const make = (number: number, name: string, type: Group['type'], description = name): Group => {
    const post = type === 'REGISTRATION' ? draw(plan.seed, 'tutors', number) % plan.teachers : null
    return { number, misId: String(number), name, code: name, type, description, post }
  }
  const yearGroups = years.map((year) => make(year + 1, yearName(year), 'YEAR'))
  const registration = years.map((year) =>
    Array.from({ length: formsIn(plan, year) }, (_, form) =>
      make(1000 + year * FORMS_A_YEAR + form, formName(plan, year, form), 'REGISTRATION', 'Registration group'),
    ),
  )
  // Small schools have no houses.
  const inHouses = plan.spec.pupils < 200 ? [] : houses.map((name, index) => make(100 + index, name, 'HOUSE'))
  const inClubs = clubs.map((name, index) => make(200 + index, name, 'USER'))
  return {
    all: [...yearGroups, ...inHouses, ...inClubs, ...registration.flat()],
    year: (year) => nth(yearGroups, year - plan.firstYear),
    registration: (year, form) => {
      const forms = nth(registration, year - plan.firstYear)
      return nth(forms, form % forms.length)
    },
    house: (value) => inHouses[value % houses.length] ?? null,
    clubs: inClubs,
  }
}

function yearNumbers(plan: SchoolPlan): number[] {
  return plan.places.map((_, index) => plan.firstYear + index)
}

function formName(plan: SchoolPlan, year: number, form: number): string {
  if (plan.spec.profile === 'special') return `Class ${yearLabel(year)}.${form + 1}`
  if (year >= 7 || form >= trees.length) return `${yearLabel(year)}${formLetter(form)}`
  return `${yearLabel(year)} ${nth(trees, form)}`
}
