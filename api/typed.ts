import type { FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'

type TypedApp = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** The app with its schemas as types: what a handler gets is what its schema says. */
export function typed(app: FastifyInstance): TypedApp {
  return app.withTypeProvider<ZodTypeProvider>()
}
