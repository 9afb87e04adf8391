import type { FastifyInstance } from 'fastify'

/**
 * Bodies are JSON and nothing else. An empty one is no body, whatever its Content-Type: many clients send that header with every POST.
 * Keys that would change a prototype are refused as malformed.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, body.toString(), done)
  })
}
