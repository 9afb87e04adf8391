import type { FastifyInstance } from 'fastify'
import { Problem } from '../../../problem.js'

export const ZIP = 'application/zip'

// What browsers and systems call the same thing.
const zips = [ZIP, 'application/x-zip-compressed', 'application/octet-stream']

/** In this scope a body is a zip as it is, in memory and never in a file; anything else, a form with a file in it too, is refused. */
export function readZipBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(zips, { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  scope.addContentTypeParser('*', (_request, _payload, done) =>
    done(new Problem('unsupported-media-type', `Send the zip itself, as ${ZIP}.`)),
  )
}
