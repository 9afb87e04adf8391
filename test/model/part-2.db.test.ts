import { afterAll, beforeAll, test } from 'vitest'
import { modelPart } from './support/part.js'

const half = modelPart(2)
beforeAll(half.begin, 120_000)
afterAll(half.end)

test(
  'whatever happens to a school, it comes to hold what is really so, erases nobody who is there, and its feed tells the same: the second half of the sequences [R27][R35][K14]',
  half.live,
  3_600_000,
)
