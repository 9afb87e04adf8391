export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>

/**
 * Lets `width` pieces of work through at a time, the rest in the order in which they came. The sources publish no limit; one request in
 * flight per school is what keeps a vendor with a thousand schools a polite caller.
 */
export function turnstile(width: number): Turnstile {
  const waiting: (() => void)[] = []
  let free = width

  return async (work) => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      // The place is handed over, not given back: otherwise a newcomer could slip in between and make it one too many.
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
