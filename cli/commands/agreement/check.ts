import { readFile } from 'node:fs/promises'
import { parseAgreement } from '../../../agreement/agreement.js'
import { readArgs } from '../../typed-args.js'

/** `agreement check`: every problem of a file in a line of its own, where it is and what to do, and exit code 1. */
export async function checkAgreement(args: readonly string[], usage: string): Promise<number> {
  const { positionals } = readArgs({ args: [...args], allowPositionals: true }, usage)
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new Error(usage)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error('This file cannot be read; correct its name, or let yourself read it.')
  })
  const parsed = parseAgreement(text)
  if ('agreement' in parsed) {
    console.log(`This is an agreement: ${parsed.agreement.id}, version ${parsed.agreement.version}.`)
    return 0
  }
  for (const { path, message } of parsed.problems) console.error(`${path || 'the file'}: ${message}`)
  return 1
}
