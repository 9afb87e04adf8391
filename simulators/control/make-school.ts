import { json, problem } from '../http/answer.js'
import { isRecord, numberOf, textOf } from '../json.js'
import { isProfile, profiles } from '../model/profiles.js'
import { schoolFacts } from './school-facts.js'
import type { Answer } from '../http/answer.js'
import type { SchoolParts } from './school-facts.js'

const SMALLEST = 60
const LARGEST = 5000

/** Makes a school of a seed, a profile and a size. Asked for the same again it makes another, with another id and the same pupils. */
export function makeSchool(parts: SchoolParts, host: string, body: unknown): Answer {
  if (!isRecord(body)) return problem(400, 'A school is made of { seed, profile, pupils, name? }.')
  const seed = textOf(body['seed']) ?? numberOf(body['seed'])
  const pupils = numberOf(body['pupils'])
  const { profile } = body
  if (seed === undefined) return problem(400, '"seed" is text or a number.')
  if (!isProfile(profile)) return problem(400, `"profile" is one of ${profiles.join(', ')}.`)
  if (pupils === undefined || !Number.isInteger(pupils) || pupils < SMALLEST || pupils > LARGEST) {
    return problem(400, `"pupils" is a whole number from ${SMALLEST} to ${LARGEST}.`)
  }
  const { world } = parts
  const school = world.make({ seed, profile, pupils }, textOf(body['name']))
  world.save()
  return json(201, { data: schoolFacts(parts, school, host) })
}
