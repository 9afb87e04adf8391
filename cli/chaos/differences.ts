import { z } from 'zod'
import { callApi } from '../../local/stack/api-client.js'
import type { ChaosStack } from './chaos-stack.js'
import type { ChaosSchool } from './schools.js'

const name = z.object({ forename: z.string(), surname: z.string() })
const pupil = z.object({
  items: z.looseObject({
    'pupil.misId': z.string(),
    'pupil.name': name,
    'pupil.classes': z.array(z.object({ groupId: z.string() })),
  }),
})
const group = z.object({ id: z.string(), items: z.looseObject({ 'group.name': z.string() }) })
const truth = z.object({
  pupils: z.array(
    z.object({ misId: z.string(), forename: z.string(), surname: z.string(), classes: z.array(z.string()) }),
  ),
})
const list = <Entry extends z.ZodType>(entry: Entry) => z.object({ data: z.array(entry) })

/**
 * Compares people, names and classes with what is really so, but for those whom the school has told to have left; answers a sentence where
 * they differ. Names nobody.
 */
export async function differences(
  { apiUrl, simulatorUrl, tokens }: ChaosStack,
  { id, simulated }: ChaosSchool,
  told: readonly string[] = [],
): Promise<string | undefined> {
  const read = (path: string) => `/v1/schools/${id}/${path}?limit=500`
  const pupils = await callApi(list(pupil), apiUrl, tokens.application, 'GET', read('pupils'))
  const groups = await callApi(list(group), apiUrl, tokens.application, 'GET', read('groups'))
  const real = await callApi(truth, simulatorUrl, '', 'GET', `/_sim/schools/${simulated.id}/truth`)
  const nameOf = new Map(groups.data.map((one) => [one.id, one.items['group.name']]))
  const ours = pupils.data.map(({ items }) => {
    const { forename, surname } = items['pupil.name']
    const classes = items['pupil.classes'].map(({ groupId }) => nameOf.get(groupId) ?? 'unknown')
    return [items['pupil.misId'], forename, surname, ...classes.sort()].join('/')
  })
  const there = real.pupils.filter(({ misId }) => !told.includes(misId))
  const theirs = there.map(({ misId, forename, surname, classes }) =>
    [misId, forename, surname, ...[...classes].sort()].join('/'),
  )
  const missing = theirs.filter((one) => !ours.includes(one)).length
  const extra = ours.filter((one) => !theirs.includes(one)).length
  return missing + extra === 0 ? undefined : `${id}: ${missing} missing, ${extra} that should not be there`
}
