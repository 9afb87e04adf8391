import type { SimulatorRequest } from '../../http/request.js'
import type { Variant } from '../variant.js'

export interface Cut {
  readonly offset: number
  readonly limit: number
  readonly total: number
}

/** `X-Total-Count` and `Link`, as far as the provider sends them. */
export function pageHeaders(
  request: SimulatorRequest,
  { paging }: Variant,
  cut: Cut,
): Readonly<Record<string, string>> {
  return {
    ...(paging === 'both' || paging === 'total' ? { 'x-total-count': String(cut.total) } : {}),
    ...(paging === 'both' || paging === 'link' ? { link: linksOf(request, cut) } : {}),
  }
}

function linksOf(request: SimulatorRequest, { offset, limit, total }: Cut): string {
  const last = Math.max(0, Math.ceil(total / limit) - 1) * limit
  const links = [
    ...(offset + limit < total ? [linkTo(request, 'next', offset + limit, limit)] : []),
    linkTo(request, 'last', last, limit),
    linkTo(request, 'first', 0, limit),
    ...(offset > 0 ? [linkTo(request, 'prev', Math.max(0, offset - limit), limit)] : []),
  ]
  return links.join(', ')
}

function linkTo({ host, path, query }: SimulatorRequest, rel: string, offset: number, limit: number): string {
  const changed = new URLSearchParams(query)
  changed.set('limit', String(limit))
  changed.set('offset', String(offset))
  return `<http://${host}${path}?${changed.toString()}>; rel="${rel}"`
}
