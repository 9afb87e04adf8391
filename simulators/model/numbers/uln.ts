import { scatter } from '../random.js'

const FIRST = 100_000_000

/** A unique learner number: nine digits and a check digit. `number` is the pupil's, below 2^24; no two pupils share one. */
export function ulnOf(number: number, salt: number): string {
  // One body in eleven has no check digit and is never given out; then the next of this pupil's four is taken.
  for (let attempt = 0; ; attempt += 1) {
    const body = String(FIRST + scatter(number * 4 + (attempt % 4), 28, salt + (attempt >> 2)))
    const rest = weightedSum(body) % 11
    if (rest !== 0) return body + String(10 - rest)
  }
}

function weightedSum(body: string): number {
  return Array.from(body).reduce((sum, digit, index) => sum + Number(digit) * (10 - index), 0)
}
