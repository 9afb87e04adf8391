/** A request as the protocols see it. */
export interface SimulatorRequest {
  readonly method: string
  /** Path and query as they were sent. */
  readonly url: string
  readonly path: string
  readonly query: URLSearchParams
  /** `host:port` the request came to, for links back. */
  readonly host: string
  readonly authorization: string | undefined
  /** What was sent along as JSON. */
  readonly body?: unknown
}

export function requestOf(
  method: string,
  url: string,
  host: string,
  authorization?: string,
  body?: unknown,
): SimulatorRequest {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  return {
    method,
    url,
    // Collections are reached with and without a trailing slash.
    path: path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path,
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    host,
    authorization,
    body,
  }
}
