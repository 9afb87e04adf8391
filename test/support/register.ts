import { sql } from 'kysely'
import { all } from './schools.js'
import type { SimSchool } from './schools.js'
import type { Stack } from './stack.js'

interface Mark {
  readonly date: string
  readonly session: string
  readonly code: string
}

export const text = ({ date, session, code }: Mark) => `${date} ${session} ${code}`

/** The register as the simulator knows it. */
export async function registerBetween(
  stack: Stack,
  { id }: SimSchool,
  from: string,
  to: string,
): Promise<(Mark & { readonly misId: string })[]> {
  return (await stack.sim('GET', `/_sim/schools/${id}/attendance?from=${from}&to=${to}`)).body.data
}

export async function pupilsShown(stack: Stack, school: string): Promise<{ id: string; misId: string }[]> {
  const pupils = await all(stack, 'head', `/v1/schools/${school}/pupils`)
  return pupils.map(({ id, items }) => ({ id: String(id), misId: String(items['pupil.misId']) }))
}

/** What the application is shown of a pupil. */
export async function marksShown(stack: Stack, school: string, pupil: string): Promise<Mark[]> {
  const weeks = await all(stack, 'application', `/v1/schools/${school}/pupils/${pupil}/attendance`)
  return weeks.flatMap(({ marks }) => marks)
}

/** Lets the next run ask for all of its days, as the first night of a week does. */
export async function askForAllMarks({ control }: Stack, school: string): Promise<void> {
  await control
    .updateTable('school')
    .set({ attendance_read_to: sql`attendance_read_to - 7` })
    .where('id', '=', school)
    .execute()
}

/** What the simulator was asked for of marks since this was last called. */
export async function takeRequestsForMarks(stack: Stack, { id }: SimSchool): Promise<{ readonly query: object }[]> {
  const { body } = await stack.sim('GET', `/_sim/requests?schoolId=${id}`)
  await stack.sim('DELETE', '/_sim/requests')
  return body.data.filter(({ path }: { path: string }) => path.includes('attendance/session'))
}
