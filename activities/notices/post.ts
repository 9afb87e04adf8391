import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import nodemailer from 'nodemailer'

export interface Letter {
  readonly messageId: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly at: Date
}

/** Where letters go: an SMTP server, or a folder that takes them as .eml files. */
export interface Post {
  /** The vendor's own address: letters come from it, and what the processor is to know goes to it. */
  readonly from: string
  /** Throws what the server said, or that there is none. */
  readonly send: (letter: Letter) => Promise<void>
}

// A server that says nothing for this long says nothing: ten letters to it still fit into the activity's time.
const PATIENCE_MS = 10_000

const LOCAL_ADDRESS = 'termkeeper@localhost'

/** The post that SMTP_URL names: smtp:, smtps: or, on a developer's machine, file: for a folder. */
export function openPost(address: string): Post {
  const url = new URL(address)
  const from = url.searchParams.get('from') ?? LOCAL_ADDRESS
  return url.protocol === 'file:' ? folderPost(fileURLToPath(new URL(url.pathname, url)), from) : smtpPost(url, from)
}

function smtpPost(url: URL, from: string): Post {
  const secure = url.protocol === 'smtps:'
  const transport = nodemailer.createTransport({
    host: hostOf(url),
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    // Outside this machine nothing passes in clear: a server without TLS is refused, not obliged.
    requireTLS: !secure && !isLoopback(url),
    ignoreTLS: !secure && isLoopback(url),
    ...(url.username !== '' && {
      auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
    }),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    // A letter is text that we wrote; it pulls in no file and no address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    from,
    send: async (letter) => {
      await transport.sendMail(mailOf(letter, from))
    },
  }
}

function folderPost(folder: string, from: string): Post {
  const writer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  return {
    from,
    send: async (letter) => {
      const { message } = await writer.sendMail(mailOf(letter, from))
      await mkdir(folder, { recursive: true })
      // Named by the letter: sent twice, it is one file. Renamed when whole: nobody reads half a letter.
      const path = join(folder, `${letter.messageId.replace(/@.*/, '')}.eml`)
      await writeFile(`${path}.part`, message, { mode: 0o600 })
      await rename(`${path}.part`, path)
    },
  }
}

function mailOf({ messageId, to, subject, text, at }: Letter, from: string) {
  return {
    from: { name: 'Termkeeper', address: from },
    // As an object, so that a comma in it makes no second recipient.
    to: { name: '', address: to },
    subject,
    text,
    messageId: `<${messageId}>`,
    date: at,
    // Asks other machines not to answer, so that no auto-reply comes back (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '')
const isLoopback = (url: URL) => /^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(hostOf(url))
