import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { StackProblem } from './stack-problem.js'

const LOOPBACK = '127.0.0.1'

// A stack that was killed takes a few seconds to take its programs down with it.
const PREVIOUS_RUN_ENDS_MS = 10_000
const LOOK_AGAIN_MS = 200

export interface Claim {
  readonly host?: string
  /** A run before this one has just died: its programs may still hold the port for some seconds. */
  readonly previousRunEnding?: boolean
}

/** A port that nobody listens on now. Somebody else may be quicker, so whoever uses it must bear "already in use". */
export async function freePort(): Promise<number> {
  const port = await tryListening(0, LOOPBACK)
  if (port === undefined) throw new StackProblem(`No port is free on ${LOOPBACK}; close some programs and start again.`)
  return port
}

/** Makes sure that `port` can be had; `setting` is the environment variable that would choose another. */
export async function claimPort(port: number, setting: string, claim: Claim = {}): Promise<number> {
  const { host = LOOPBACK, previousRunEnding = false } = claim
  const giveUpAt = Date.now() + (previousRunEnding ? PREVIOUS_RUN_ENDS_MS : 0)
  for (;;) {
    if ((await tryListening(port, host)) !== undefined) return port
    if (Date.now() >= giveUpAt) break
    await wait(LOOK_AGAIN_MS)
  }
  throw new StackProblem(
    `Port ${port} is taken by another program; stop that one, or choose another port with ${setting}=<port>.`,
  )
}

/** The port that could be listened on, or nothing where it is in use. */
function tryListening(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else if (error.code === 'EACCES')
        reject(new StackProblem(`This user may not listen on port ${port}; choose one above 1023.`))
      else reject(new StackProblem(`Cannot listen on ${host}:${port}: ${error.message}.`))
    })
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}
