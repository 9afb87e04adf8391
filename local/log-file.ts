import { createWriteStream } from 'node:fs'

export interface LogFile {
  readonly path: string
  readonly line: (text: string) => void
  readonly end: () => void
}

/** A program's own log. A line that cannot be written, or comes after the end, is lost: a full disk must not end the stack here. */
export function logFile(path: string): LogFile {
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 })
  stream.on('error', () => undefined)
  return {
    path,
    line: (text) => {
      if (stream.writable) stream.write(`${text}\n`)
    },
    end: () => {
      stream.end()
    },
  }
}
