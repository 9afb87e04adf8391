import closeWithGrace from 'close-with-grace'
import { readArguments } from './arguments.js'
import { readLocalEnvironment } from './environment.js'
import { openHome } from './home.js'
import { ownRosters } from './oneroster/own-rosters.js'
import { readOwnFile } from './oneroster/own-file.js'
import { onboardOwnSchool } from './oneroster/own-school.js'
import { reportRuns } from './stack/report-runs.js'
import { onboardDemonstration } from './stack/demonstration.js'
import { startStack } from './stack/stack.js'
import { StackProblem } from './stack-problem.js'

const say = (sentence: string) => console.log(sentence)

/** `npm start`: the product with defaults, from Postgres to the API, until Ctrl-C. */
async function main(args: readonly string[]): Promise<void> {
  const { fresh, ownFile } = readArguments(args)
  const own = ownFile && (await readOwnFile(ownFile.path, ownFile.org))
  const env = readLocalEnvironment(process.env)
  const home = await openHome(env.TERMKEEPER_HOME, { fresh })
  if (home.previousRunDied) say('the last run was cut off; going on where it stopped')
  const rosters = await ownRosters(home, own?.folder)
  const stack = await startStack({ env, home, say, rosters }).catch(async (error: unknown) => {
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
  if (own) await onboardOwnSchool(stack, own, say)
  else await onboardDemonstration(stack, say)
  await reportRuns(stack, say, ending.signal)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof StackProblem || error instanceof Error ? error.message : 'The stack did not start.')
  process.exit(1)
})
