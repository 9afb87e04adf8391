import { readFile } from 'node:fs/promises'
import { parseAgreement } from '../agreement/agreement.js'
import type { Agreement } from '../agreement/agreement.js'
import { shippedAgreements } from '../agreement/shipped.js'

/** An agreement by the id of one that comes with the product, or by its file. Throws every problem of the file, a line each. */
export async function findAgreement(idOrFile: string): Promise<Agreement> {
  const shipped = shippedAgreements()
  const known = shipped.find(({ id }) => id === idOrFile)
  if (known) return known
  const text = await readFile(idOrFile, 'utf8').catch(() => {
    const ids = shipped.map(({ id }) => id).join(', ')
    throw new Error(`That is neither a file that can be read nor an agreement that comes with Termkeeper (${ids}).`)
  })
  const parsed = parseAgreement(text)
  if ('agreement' in parsed) return parsed.agreement
  throw new Error(parsed.problems.map(({ path, message }) => `${path || 'The file'}: ${message}`).join('\n'))
}
