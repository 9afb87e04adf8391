import closeWithGrace from 'close-with-grace'
import { readLocalEnvironment } from './environment.js'
import { openHome } from './home.js'
import { reportRuns } from './stack/report-runs.js'
import { onboardDemonstration } from './stack/demonstration.js'
import { startStack } from './stack/stack.js'
import { StackProblem } from './stack-problem.js'

const say = (sentence: string) => console.log(sentence)

/** `npm start`: the product with defaults, from Postgres to the API, until Ctrl-C. */
async function main(args: readonly string[]): Promise<void> {
  const env = readLocalEnvironment(process.env)
  const home = await openHome(env.TERMKEEPER_HOME, { fresh: args.includes('--fresh') })
  if (home.previousRunDied) say('the last run was cut off; going on where it stopped')
  const stack = await startStack({ env, home, say }).catch(async (error: unknown) => {
    await home.close()
    throw error
  })
  const ending = new AbortController()
  // Ctrl-C reaches the whole group, npm passes it on once more, and a second one means nothing new.
  closeWithGrace({ delay: 9_000, logger: false, skip: ['beforeExit'] }, async ({ err }) => {
    if (err) console.error(`unforeseen: ${err.message}`)
    say('stopping …')
    ending.abort()
    await stack.stop()
    await home.close()
    say('stopped; `npm start` goes on from here')
  })
  await stack.ready()
  for (const line of stack.addresses) say(line)
  await onboardDemonstration(stack, say)
  await reportRuns(stack, say, ending.signal)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof StackProblem || error instanceof Error ? error.message : 'The stack did not start.')
  process.exit(1)
})
