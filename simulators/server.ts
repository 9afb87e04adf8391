import { createServer } from 'node:http'
import { control } from './control/control.js'
import { requestLog } from './control/request-log.js'
import { faultBox } from './faults/fault-box.js'
import { spoil } from './faults/spoil.js'
import { problem } from './http/answer.js'
import { readBody, readText } from './http/read-body.js'
import { requestOf } from './http/request.js'
import { send, sendUnder } from './http/send.js'
import { onerosterServer } from './oneroster/server.js'
import { wondeProtocol } from './wonde/dialect.js'
import { openWorld } from './world/world.js'
import { xporterProtocol } from './xporter/dialect.js'
import { schoolsHabits } from './xporter/habits.js'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { WorldOptions } from './world/world.js'

export interface SimulatorOptions extends WorldOptions {
  /** 0, or nothing: a free one. */
  readonly port?: number
  readonly host?: string
}

export interface Simulator {
  readonly port: number
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts the simulator in this process. */
export async function startSimulator({
  port = 0,
  host = '127.0.0.1',
  ...options
}: SimulatorOptions = {}): Promise<Simulator> {
  const server = createServer(answering(options))
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const listening = portOf(server)
  return {
    port: listening,
    url: `http://${host}:${listening}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answering(options: WorldOptions): (incoming: IncomingMessage, response: ServerResponse) => void {
  const world = openWorld(options)
  const faults = faultBox()
  const log = requestLog()
  const habits = schoolsHabits()
  const protocols = [wondeProtocol(world), xporterProtocol(world, habits)]
  const command = control({ world, faults, log, habits })
  const rosters = onerosterServer({ world, faults, log })
  return (incoming, response) => {
    const { method = 'GET', url = '/', headers } = incoming
    const read = (body?: unknown) => requestOf(method, url, headers.host ?? '127.0.0.1', headers.authorization, body)
    const unread = read()
    if (rosters.serves(unread.path)) {
      void readText(incoming).then((body) => rosters.answer(unread, body, response))
      return
    }
    void readBody(incoming).then((body) => {
      const request = read(body)
      if (request.path.startsWith('/_sim')) {
        send(response, command(request, body))
        return
      }
      const protocol = protocols.find(({ owns }) => owns(request.path))
      const schoolId = protocol?.schoolOf(request) ?? null
      log.note(schoolId, method, url)
      if (!protocol) {
        send(response, problem(404, 'Nothing is simulated here.'))
        return
      }
      const fault = faults.befalling(schoolId, url)
      if (fault) sendUnder(fault, response, spoil(fault, request, protocol, world))
      else send(response, protocol.speak(request))
    })
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The simulator listens on no port.')
  return address.port
}
