import { incomplete } from '../../http/failures.js'

/** What an answer's headers say of the pages of its list. */
export interface Paging {
  readonly total: number | null
  /** The next page; null: there is none; undefined: nothing is said of it. */
  readonly next: string | null | undefined
}

export function pagingOf(headers: Headers): Paging {
  const total = /^\d{1,9}$/.exec(headers.get('x-total-count')?.trim() ?? '')?.[0]
  const link = headers.get('link')
  return { total: total === undefined ? null : Number(total), next: link === null ? undefined : nextIn(link) }
}

function nextIn(link: string): string | null {
  for (const [, target, parameters = ''] of link.matchAll(/<([^>]*)>([^<]*)/g))
    if (target !== undefined && /\brel\s*=\s*"?next\b/i.test(parameters)) return target
  return null
}

/** The bearer goes with every request, so a link is followed only on this list of the provider's own host. It may be written short. */
export function trusted(link: string, from: URL, endpoint: string): URL {
  const url = URL.canParse(link, from.href) ? new URL(link, from) : null
  if (url?.origin !== from.origin || url.username !== '' || url.password !== '')
    throw incomplete(endpoint, 'the next page lies on another host')
  if (url.pathname.replace(/\/$/, '') !== from.pathname.replace(/\/$/, ''))
    throw incomplete(endpoint, 'the next page lies on another path')
  return url
}
