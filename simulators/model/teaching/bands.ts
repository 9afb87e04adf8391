import { draw, nth } from '../random.js'
import { formsIn, placesIn } from '../school-plan.js'
import { yearLabel } from '../year-label.js'
import { formLetter } from './school-groups.js'
import { coreSubjects, formSubjects, gcseOptions, setSubjects, sixthFormOptions, subjectOf } from './subjects.js'
import type { SchoolPlan } from '../school-plan.js'
import type { SubjectCode } from './subjects.js'
import type { TeachingClass } from './teaching-class.js'

/** Classes taught side by side: a pupil of the year is in exactly one of them. */
export interface Band {
  readonly key: string
  readonly by: 'form' | 'choice'
  readonly classes: readonly TeachingClass[]
}

interface Outline {
  readonly key: string
  readonly by: 'form' | 'choice'
  readonly classes: readonly { readonly code: SubjectCode; readonly name: string }[]
}

/** The bands of a year group in a school year. */
export function bandsOf(plan: SchoolPlan, schoolYear: number, year: number): Band[] {
  let count = 0
  return outlines(plan, year).map(({ key, by, classes }) => ({
    key,
    by,
    classes: classes.map(({ code, name }) => {
      // Numbers of classes: 512 a year group, 16 year groups a school year.
      const number = ((schoolYear - 1990) * 16 + year) * 512 + count++
      const post = draw(plan.seed, 'teaches', number) % plan.teachers
      const subject = subjectOf(code)
      return { number, misId: String(number), name, code: name, subject, schoolYear, yearGroup: yearLabel(year), post }
    }),
  }))
}

/** Infant, first and special schools teach in registration groups only; so do most years of a primary. */
function outlines(plan: SchoolPlan, year: number): Outline[] {
  const { profile } = plan.spec
  if (profile === 'infant' || profile === 'first' || profile === 'special' || year < 5) return []
  if (year < 7) return (profile === 'middle' ? setSubjects : (['Ma'] as const)).map((code) => sets(plan, year, code))
  if (year < 10) {
    return [
      ...setSubjects.map((code) => sets(plan, year, code)),
      ...formSubjects.map((code) => forms(plan, year, code)),
    ]
  }
  if (year < 12) return [...coreSubjects.map((code) => sets(plan, year, code)), ...options(plan, year, gcseOptions, 4)]
  return [...options(plan, year, sixthFormOptions, 3), sets(plan, year, 'Ep'), sets(plan, year, 'Pe')]
}

function sets(plan: SchoolPlan, year: number, code: SubjectCode): Outline {
  const classes = Array.from({ length: formsIn(plan, year) }, (_, index) => ({
    code,
    name: `${yearLabel(year)}/${code}${index + 1}`,
  }))
  return { key: code, by: 'choice', classes }
}

function forms(plan: SchoolPlan, year: number, code: SubjectCode): Outline {
  const classes = Array.from({ length: formsIn(plan, year) }, (_, index) => ({
    code,
    name: `${yearLabel(year)}${formLetter(index)}/${code}`,
  }))
  return { key: code, by: 'form', classes }
}

function options(plan: SchoolPlan, year: number, from: readonly SubjectCode[], blocks: number): Outline[] {
  const width = Math.min(from.length, Math.max(2, Math.ceil(placesIn(plan, year) / 20)))
  return ['A', 'B', 'C', 'D'].slice(0, blocks).map((block, row) => ({
    key: block,
    by: 'choice',
    classes: Array.from({ length: width }, (_, index) => {
      const code = nth(from, (index + row * 3) % from.length)
      return { code, name: `${yearLabel(year)}${block}/${code}` }
    }),
  }))
}
