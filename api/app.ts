import helmet from '@fastify/helmet'
import type { FastifyHelmetOptions } from '@fastify/helmet'
import fastify, { LogController } from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { ulid } from 'ulid'
import { brokenRequests } from './broken-requests.js'
import { authenticate } from './caller.js'
import type { ApiDependencies } from './dependencies.js'
import { answerProblems } from './errors.js'
import { honourIdempotencyKeys } from './idempotency.js'
import { publishContract } from './contract.js'
import { refuseOtherMethods } from './methods.js'
import { readJsonBodies } from './request-body.js'
import { agreementRoutes } from './routes/agreements.js'
import { auditRoutes } from './routes/audit.js'
import { certificateRoutes } from './routes/certificates.js'
import { healthRoutes } from './routes/health.js'
import { summaryRoutes } from './routes/retention/summary.js'
import { keyRoutes } from './routes/keys.js'
import { acceptanceRoutes } from './routes/schools/acceptance.js'
import { schoolCertificateRoutes } from './routes/schools/certificates.js'
import { aspectRoutes } from './routes/schools/aspects.js'
import { changeRoutes } from './routes/schools/changes.js'
import { explainRoutes } from './routes/schools/explain.js'
import { grantRoutes } from './routes/schools/grant.js'
import { holdRoutes } from './routes/schools/holds.js'
import { leaverRoutes } from './routes/schools/leavers.js'
import { pauseRoutes } from './routes/schools/pause.js'
import { questionRoutes } from './routes/schools/questions.js'
import { receiptRoutes } from './routes/schools/receipts.js'
import { recordRoutes } from './routes/schools/records.js'
import { retentionRoutes } from './routes/schools/retention.js'
import { timerRoutes } from './routes/schools/retention/timers.js'
import { schoolRoutes } from './routes/schools/schools.js'
import { settingsRoutes } from './routes/schools/settings.js'
import { sourceRoutes } from './routes/schools/source.js'
import { syncRoutes } from './routes/schools/syncs.js'
import { terminationRoutes } from './routes/schools/termination.js'
import { uploadRoutes } from './routes/schools/uploads.js'
import { withdrawalRoutes } from './routes/schools/withdrawals.js'
import { webhookRoutes } from './routes/webhooks.js'
import { deletionRoutes } from './routes/schools/staff/deletion.js'
import { attendanceRoutes } from './routes/schools/pupils/attendance.js'
import { photoRoutes } from './routes/schools/pupils/photo.js'
import { resultRoutes } from './routes/schools/pupils/results.js'
import { stayRoutes } from './routes/schools/pupils/stay.js'
import { suppressionRoutes } from './routes/schools/pupils/suppression.js'

// The largest body there is now is a grant; one of 500 aspects with the longest ids takes 50 KB.
const LARGEST_BODY = 64 * 1024
// For a body of that size to arrive; without it one who sends a byte a minute holds a connection for ever.
const SLOWEST_REQUEST_MS = 30_000

/** Answers are data: nothing may frame them or move their base. Only the page about the contract loads anything, and from here. */
const headers: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    directives: { frameAncestors: ["'none'"], baseUri: ["'none'"], upgradeInsecureRequests: null },
  },
  xFrameOptions: { action: 'deny' },
}

/** The table of contents: what every request passes, then the routes. Folder path = URL path. */
export async function buildApp(deps: ApiDependencies): Promise<FastifyInstance> {
  const options: FastifyServerOptions = {
    bodyLimit: LARGEST_BODY,
    genReqId: () => ulid(),
    ...(deps.log ? { loggerInstance: deps.log } : { logger: false }),
    // One line a request would carry ids of people in its URL.
    logController: new LogController({ disableRequestLogging: true }),
    // Too long an id is an unknown one; the size of all headers bounds it.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
    requestTimeout: SLOWEST_REQUEST_MS,
    ...brokenRequests,
  }
  const app: FastifyInstance = fastify(options)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(helmet, headers)
  app.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))

  answerProblems(app)
  refuseOtherMethods(app)
  authenticate(app, deps)
  readJsonBodies(app)
  honourIdempotencyKeys(app, deps)
  await publishContract(app)

  for (const routes of [
    healthRoutes,
    agreementRoutes,
    schoolRoutes,
    acceptanceRoutes,
    grantRoutes,
    aspectRoutes,
    settingsRoutes,
    sourceRoutes,
    questionRoutes,
    explainRoutes,
    syncRoutes,
    holdRoutes,
    uploadRoutes,
    pauseRoutes,
    recordRoutes,
    retentionRoutes,
    receiptRoutes,
    timerRoutes,
    summaryRoutes,
    leaverRoutes,
    withdrawalRoutes,
    deletionRoutes,
    stayRoutes,
    suppressionRoutes,
    attendanceRoutes,
    webhookRoutes,
    resultRoutes,
    photoRoutes,
    changeRoutes,
    terminationRoutes,
    schoolCertificateRoutes,
    certificateRoutes,
    keyRoutes,
    auditRoutes,
  ])
    routes(app, deps)
  return app
}
