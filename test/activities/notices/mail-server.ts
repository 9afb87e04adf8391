import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface Arrived {
  readonly to: readonly string[]
  readonly raw: string
}

export interface MailServer {
  readonly url: string
  readonly arrived: Arrived[]
  /** What it answers to recipients from now on: a reply code, or null to take letters. */
  readonly answer: (code: number | null) => void
  readonly stop: () => Promise<void>
}

/** A real SMTP server on this machine that keeps what arrives. */
export async function startMailServer(): Promise<MailServer> {
  const arrived: Arrived[] = []
  let refusal: number | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, callback) => {
      const refused = refusal !== null && Object.assign(new Error('not main@school.test'), { responseCode: refusal })
      callback(refused || null)
    },
    onData: (stream, session, callback) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        arrived.push({ to, raw: Buffer.concat(parts).toString('utf8') })
        callback()
      })
    },
  })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}/?from=termkeeper@vendor.test`,
    arrived,
    answer: (code) => void (refusal = code),
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
