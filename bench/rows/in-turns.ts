import { timesOf } from './row.js'

// The first calls of a route, and of a query's plan, are no measure of the others.
const WARM_UPS = 3

/** Times two ways to the same answer, in turns so that a busy moment meets both. */
export async function inTurns(
  repetitions: number,
  ours: () => Promise<unknown>,
  floor: () => Promise<unknown>,
): Promise<ReturnType<typeof timesOf>> {
  const took: { readonly ours: number; readonly floor: number }[] = []
  while (took.length < WARM_UPS + repetitions) took.push({ ours: await timed(ours), floor: await timed(floor) })
  const counted = took.slice(WARM_UPS)
  return timesOf(
    counted.map((each) => each.ours),
    counted.map((each) => each.floor),
  )
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
