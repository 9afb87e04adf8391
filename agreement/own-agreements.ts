import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Agreement } from './agreement.js'
import { parseAgreement } from './agreement.js'
import { shippedAgreements } from './shipped.js'

/** What schools can be offered: the agreements of the product, and the vendor's own from folders (`AGREEMENTS_DIR`). Throws what is wrong with them. */
export function offeredAgreements(...folders: readonly (string | undefined)[]): readonly Agreement[] {
  const own = folders.flatMap((folder) => (folder === undefined ? [] : agreementsIn(folder)))
  const offered = [...shippedAgreements(), ...own]
  const names = offered.map(({ id, version }) => `${id}, version ${version}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new Error(`There are two files for ${twice}; give one of them another \`id\` or a higher \`version\`.`)
  return offered
}

function agreementsIn(folder: string): readonly Agreement[] {
  return filesOf(folder).map((name) => {
    const parsed = parseAgreement(readFileSync(join(folder, name), 'utf8'))
    if ('agreement' in parsed) return parsed.agreement
    const [first] = parsed.problems
    const reason = first ? `${first.path || 'the file'}: ${first.message}` : 'it says nothing.'
    throw new Error(`${name} in AGREEMENTS_DIR is no agreement (\`termkeeper agreement check\` says all): ${reason}`)
  })
}

/** In the order of their names, so that the same folder is read the same everywhere. */
function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
  } catch {
    throw new Error('AGREEMENTS_DIR cannot be read; correct it, or let this program read the folder.')
  }
}
