import type { FastifyInstance } from 'fastify'
import type { Right } from './contract.js'
import { Problem, notFound } from './problem.js'

/** An address that knows other methods says which, before anything of the request is read. What no route knows is not found. */
export function refuseOtherMethods(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return
    const [path = ''] = request.url.split('?')
    const methods = new Set(app.rights.filter((right) => isAt(right, path)).map(({ method }) => method))
    if (methods.size === 0) throw notFound()
    const allowed = [...methods].sort().join(', ')
    reply.header('allow', allowed)
    throw new Problem('method-not-allowed', `Here you can ${allowed}.`)
  })
}

function isAt({ url }: Right, path: string): boolean {
  const segments = url.split('/')
  const asked = path.replace(/(?<=.)\/$/, '').split('/')
  if (segments.at(-1) !== '*' && segments.length !== asked.length) return false
  return segments.every(
    (segment, at) => segment === '*' || (segment.startsWith(':') ? asked[at] !== '' : segment === asked[at]),
  )
}
