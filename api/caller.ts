import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import type { ControlDatabase } from '../db/control/database.js'
import { principalByToken } from '../db/control/principal.js'
import type { Principal, Role } from '../db/control/principal.js'
import { findSchool } from '../db/control/school.js'
import { refuseAfterEnd } from './access.js'
import type { ApiDependencies } from './dependencies.js'
import { opaqueId } from './text.js'
import { Problem, notFound } from './problem.js'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Principal | null
  }
  interface FastifyContextConfig {
    /** Who may call this route. `anybody` needs no token. */
    readonly roles?: readonly Role[] | 'anybody'
  }
}

/**
 * Says who calls, and refuses by default: a route that names no roles is nobody's. A role that lacks the right gets 403; a school that
 * is not the caller's looks like one that does not exist.
 */
export function authenticate(app: FastifyInstance, deps: Pick<ApiDependencies, 'control' | 'clock'>): void {
  const { control } = deps
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async (request) => {
    const roles = request.routeOptions.config.roles
    if (roles === 'anybody') return
    request.caller = await callerOf(request, control)
    if (!roles?.includes(request.caller.role)) throw new Problem('not-allowed', 'Ask somebody whose role may do this.')
    const school = schoolOf(request)
    if (!(await speaksFor(request.caller, school, control))) throw notFound()
    if (school !== undefined) await refuseAfterEnd(request, school, deps)
  })
}

/** The caller of a route that needs one. */
export function caller(request: FastifyRequest): Principal {
  if (!request.caller) throw new Problem('not-authenticated', 'Send `Authorization: Bearer <token>`.')
  return request.caller
}

async function callerOf(request: FastifyRequest, control: Kysely<ControlDatabase>): Promise<Principal> {
  const [scheme, token, ...rest] = (request.headers.authorization ?? '').split(' ')
  const found =
    scheme?.toLowerCase() === 'bearer' && token && rest.length === 0
      ? await principalByToken(control, token)
      : undefined
  if (!found)
    throw new Problem('not-authenticated', 'Send `Authorization: Bearer <token>` with a token that is in force.')
  return found
}

function schoolOf({ params }: FastifyRequest): string | undefined {
  const isObject = typeof params === 'object' && params !== null
  return isObject && 'schoolId' in params && typeof params.schoolId === 'string' ? params.schoolId : undefined
}

/** An operator speaks for every school there is; everybody else for those they were admitted to. */
async function speaksFor(
  { role, schools }: Principal,
  school: string | undefined,
  control: Kysely<ControlDatabase>,
): Promise<boolean> {
  if (school === undefined) return true
  if (role !== 'operator') return schools.has(school)
  return opaqueId.safeParse(school).success && (await findSchool(control, school)) !== undefined
}
