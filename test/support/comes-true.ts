/**
 * Lets minutes pass until an assertion holds, an hour at most. A time-skipping server skips on while what a day brings is being done: on a busy
 * machine an erasure of noon is still under way in the evening, and then waits a minute before it is certified, which passes only if somebody
 * lets it.
 */
export async function comesTrueIn(
  assertion: () => Promise<unknown>,
  aMinutePasses: () => Promise<void>,
): Promise<void> {
  for (let minute = 0; minute < 60; minute += 1) {
    const holds = await assertion().then(
      () => true,
      () => false,
    )
    if (holds) return
    await aMinutePasses()
  }
  await assertion()
}
