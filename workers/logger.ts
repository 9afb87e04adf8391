import { DefaultLogger } from '@temporalio/worker'
import type { LogLevel } from '@temporalio/worker'
import { pino } from 'pino'

const levels: Readonly<Record<LogLevel, 'trace' | 'debug' | 'info' | 'warn' | 'error'>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
}

/** The SDK's own lines as JSON. Its attributes are ids, types and counts; our failures carry nothing from a source. */
export function workerLogger(level: string): DefaultLogger {
  const log = pino({ level, base: null })
  return new DefaultLogger('DEBUG', ({ level: of, message, meta }) => log[levels[of]](meta ?? {}, message))
}
