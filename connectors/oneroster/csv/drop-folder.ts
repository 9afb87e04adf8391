import { lstat, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { SourceFailure } from '../../source.js'
import { LARGEST_PACKAGE } from '../settings.js'
import { badPackage } from './fault.js'
import { openZip } from './zip.js'
import type { Files } from './zip.js'

// What the unpacked files of the largest schools stay far below.
const LARGEST_SUM = 256 * 1_048_576

/**
 * A package that a provider put into the operator's folder: `name.zip`, or the folder `name` with the files in it. Only plain files are
 * read: a link could lead to whatever else this machine holds.
 */
export async function readDrop(folder: string | undefined, name: string): Promise<Files> {
  if (folder === undefined)
    throw new SourceFailure('SourceRefused', 'file: this worker was given no ONEROSTER_FOLDER to look in')
  const zip = join(folder, `${name}.zip`)
  const size = await plainSize(zip)
  if (size !== null) {
    if (size > LARGEST_PACKAGE) throw badPackage('too_large')
    return openZip(await readFile(zip))
  }
  return filesIn(join(folder, name))
}

async function filesIn(folder: string): Promise<Files> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.toLowerCase().endsWith('.csv'))
  if (names.length === 0)
    throw new SourceFailure('SourceUnavailable', 'file: nothing of that name lies in ONEROSTER_FOLDER')
  const sizes = await Promise.all(names.map(async (name) => (await plainSize(join(folder, name))) ?? Infinity))
  if (sizes.reduce((sum, size) => sum + size, 0) > LARGEST_SUM) throw badPackage('too_large_or_no_plain_file')
  const files = new Map<string, () => Buffer>()
  for (const name of names) {
    const content = await readFile(join(folder, name))
    files.set(name.toLowerCase(), () => content)
  }
  return files
}

/** Null for what is not there, or is no file. */
async function plainSize(path: string): Promise<number | null> {
  const found = await lstat(path).catch(() => null)
  return found?.isFile() ? found.size : null
}
