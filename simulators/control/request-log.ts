import { requestOf } from '../http/request.js'

/** What was asked of the protocols, the newest last. */
export interface RequestLog {
  readonly note: (schoolId: string | null, method: string, url: string) => void
  readonly list: (schoolId: string | null) => object[]
  readonly clear: () => void
}

interface Noted {
  readonly at: number
  readonly schoolId: string | null
  readonly method: string
  readonly url: string
}

const KEPT = 20_000

export function requestLog(): RequestLog {
  let noted: Noted[] = []
  return {
    note: (schoolId, method, url) => {
      noted.push({ at: Date.now(), schoolId, method, url })
      // Dropped in one go now and then: shifting an array at every request would cost more than the request.
      if (noted.length > KEPT * 2) noted = noted.slice(-KEPT)
    },
    list: (schoolId) =>
      noted
        .slice(-KEPT)
        .filter((one) => schoolId === null || one.schoolId === schoolId)
        .map(printed),
    clear: () => {
      noted = []
    },
  }
}

function printed({ at, schoolId, method, url }: Noted): object {
  const { path, query } = requestOf(method, url, '')
  return { at: new Date(at).toISOString(), schoolId, method, path, query: Object.fromEntries(query) }
}
