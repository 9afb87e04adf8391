import { readFile } from 'node:fs/promises'

/** What one process has used since it began. */
export interface Use {
  readonly cpuMs: number
  readonly peakMb: number
}

// What the kernel counts processor time in, on every Linux we run on (sysconf(_SC_CLK_TCK)).
const TICK_MS = 10

/** From /proc. Nothing where there is none: a row is then measured without it. */
export async function useOf(pid: number): Promise<Use | undefined> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ])
    // Behind the program's name, which may hold spaces: the twelfth and thirteenth are utime and stime.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const peakKb = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, peakMb: Number(peakKb) / 1_024 }
  } catch {
    return undefined
  }
}
