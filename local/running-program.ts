import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The command line of a living process, or nothing. A pid alone proves nothing: after a restart of the machine it is a stranger's.
 * Slim images have no `ps`, and macOS has no /proc.
 */
export async function commandOf(pid: number): Promise<string | undefined> {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(
          ({ stdout }) => stdout,
          () => '',
        )
  const line = command.replaceAll('\0', ' ').trim()
  return line === '' ? undefined : line
}
