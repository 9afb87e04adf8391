import { isRecord, numberOf, textOf } from '../json.js'
import { faultKinds } from './fault.js'
import type { Fault } from './fault.js'

/** A fault as a test sent it, or a sentence that says what is wrong with it. */
export function readFault(sent: unknown): Fault | string {
  if (!isRecord(sent)) return 'A fault is an object with a field "kind".'
  const kind = faultKinds.find((known) => known === String(textOf(sent['kind']) ?? numberOf(sent['kind']) ?? ''))
  if (!kind) return `A fault is of one of these kinds: ${faultKinds.join(', ')}.`
  const path = textOf(sent['path'])
  if (path !== undefined && !isPattern(path)) return '"path" is a prefix of a path, or a regular expression.'
  const numbers = ['times', 'retryAfter', 'ms'].flatMap((key) => {
    const number = numberOf(sent[key])
    return number === undefined ? [] : [[key, number] as const]
  })
  const [schoolId, file] = [textOf(sent['schoolId']), textOf(sent['file'])]
  return {
    kind,
    rate: numberOf(sent['rate']) ?? 1,
    seed: numberOf(sent['seed']) ?? 0,
    ...(path === undefined ? {} : { path }),
    ...(schoolId === undefined ? {} : { schoolId }),
    ...(file === undefined ? {} : { file }),
    ...Object.fromEntries(numbers),
  }
}

function isPattern(path: string): boolean {
  try {
    return new RegExp(path).source.length > 0
  } catch {
    return false
  }
}
