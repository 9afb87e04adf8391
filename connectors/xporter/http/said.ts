import type { Answer } from '../../http/exchange.js'

/**
 * What an answer was, by its body: Xporter may say an error with status 200, and then its words are all there is. They count as the status
 * that would have come with them. An answer that brings or refuses a token is for the keeper of the token to read, whatever its status.
 */
export function judge(answer: Answer): Answer {
  const said = 'body' in answer ? answer.body : answer.said
  const fields = fieldsOf(said)
  if (fields.has('token')) return { body: said }
  const words = errorIn(fields)
  if (words !== null) return trouble(statusSaid(words) ?? ('trouble' in answer ? statusOf(answer) : 500), answer)
  return 'body' in answer && isRefreshing(fields) ? trouble(503, answer) : answer
}

type Fields = ReadonlyMap<string, unknown>

/** The fields of an answer by their names in lower case; none where it is no object. */
export function fieldsOf(body: unknown): Fields {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return new Map()
  return new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]))
}

/** The words of an error. They may quote what was asked, so they are looked at and never repeated. */
export function errorIn(fields: Fields): string | null {
  for (const name of ['exceptionmessage', 'message', 'exceptiontype']) {
    const words = fields.get(name)
    if (typeof words === 'string' && words.trim() !== '') return words
  }
  return null
}

// No list of these is published. What matches nothing may pass, and is asked again.
const statuses: readonly (readonly [RegExp, number])[] = [
  [/scope|permission|forbidden|not permitted|access denied|for this (school|estab)|paused/i, 403],
  [
    /expired|unauthori[sz]ed|not authenticated|(token|authori[sz]ation).*(invalid|not valid|missing)|invalid.*token/i,
    401,
  ],
]

function statusSaid(words: string): number | undefined {
  return statuses.find(([pattern]) => pattern.test(words))?.[1]
}

function statusOf(answer: Extract<Answer, { readonly trouble: unknown }>): number {
  return answer.trouble.what === 'status' ? answer.trouble.status : 500
}

function trouble(status: number, answer: Answer): Answer {
  const retryAfter = 'trouble' in answer && answer.trouble.what === 'status' ? answer.trouble.retryAfter : null
  return { trouble: { what: 'status', status, retryAfter } }
}

/** Whether an answer about the copies of the MIS says that one is not ready. Only the word for "ready" is known, and no column's name. */
function isRefreshing(fields: Fields): boolean {
  const [, rows] = [...fields].find(([name]) => name.includes('dbstatus')) ?? []
  return [rows].flat().some((row) => {
    const status = [...fieldsOf(row)].find(([name]) => name.includes('status'))?.[1]
    return typeof status === 'string' && status.toUpperCase() !== 'OK'
  })
}
