import { json } from '../http/answer.js'
import type { Answer } from '../http/answer.js'
import type { Variant } from './variant.js'

const codes: ReadonlyMap<number, string> = new Map([
  [401, 'unauthorisedrequest'],
  [403, 'forbidden'],
  [404, 'unknownobject'],
  [405, 'unsupported'],
  [429, 'server_busy'],
  [500, 'internal_server_error'],
  [503, 'server_busy'],
])

/** A refusal as OneRoster writes one: wrapped as most do, or flat with a plain minor code. */
export function refusal(
  status: number,
  description: string,
  errors: Variant['errors'],
  code = codes.get(status) ?? 'invaliddata',
): Answer {
  const common = { imsx_codeMajor: 'failure', imsx_severity: 'error', imsx_description: description }
  if (errors === 'flat') return json(status, { ...common, imsx_codeMinor: code })
  const field = { imsx_codeMinorFieldName: 'TargetEndSystem', imsx_codeMinorFieldValue: code }
  return json(status, { imsx_StatusInfo: { ...common, imsx_CodeMinor: { imsx_codeMinorField: [field] } } })
}
