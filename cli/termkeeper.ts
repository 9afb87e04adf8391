#!/usr/bin/env node
import { agreement } from './commands/agreement.js'
import { audit } from './commands/audit.js'
import { principal } from './commands/principal.js'
import { retention } from './commands/retention.js'
import { verify } from './commands/verify.js'

interface Command {
  /** Given what was typed after the name, does it and answers the exit code. */
  readonly run: (args: readonly string[]) => Promise<number>
  readonly about: string
}

const commands: Readonly<Record<string, Command>> = {
  agreement: { run: agreement, about: 'check an agreement file, or say what another version of one changes' },
  audit: { run: audit, about: 'find out whether the register of what was done was altered' },
  principal: { run: principal, about: 'add, list and remove the callers of the API' },
  retention: { run: retention, about: 'say when something must be erased, from facts in a file' },
  verify: { run: verify, about: 'check a certificate, without asking anybody' },
}

/** `npx termkeeper <command> …`. */
async function main([name, ...args]: readonly string[]): Promise<number> {
  const asksWhatThereIs = name === undefined || name === 'help' || name === '--help'
  if (asksWhatThereIs) console.log(contents())
  if (asksWhatThereIs) return 0
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return command.run(args)
  console.error(`There is no such command.\n\n${contents()}`)
  return 1
}

function contents(): string {
  const width = Math.max(...Object.keys(commands).map(({ length }) => length))
  const lines = Object.entries(commands).map(([name, { about }]) => `  termkeeper ${name.padEnd(width)}  ${about}`)
  return ['What there is:', ...lines].join('\n')
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error && error.message !== '' ? error.message : 'The command failed.')
    process.exitCode = 1
  },
)
