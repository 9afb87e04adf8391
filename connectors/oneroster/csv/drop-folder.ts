import { lstat, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { SourceFailure } from '../../source.js'
import { LARGEST_PACKAGE } from '../settings.js'
import { FileFailure, badPackage, blaming } from './fault.js'
import { WHOLE_FIRST, isWhole } from './packages/layers.js'
import { alone, openPackage } from './packages/open-package.js'
import type { Package, Packages } from './packages/open-package.js'
import { LARGEST_SUM, openZip, unpackedSize } from './zip.js'
import type { Files } from './zip.js'

// The order of packages is the order of what happened, so it may hang on nothing that sorts by chance, as `changes` before `whole`. And a day may
// stand in a failure, where what somebody else called a file may not.
const daily = /^(\d{4}-\d{2}-\d{2}(?:-\d{4})?)\.zip$/

/**
 * What a provider put into the operator's folder: `name.zip`, or the folder `name` with the files of one package in it, or with packages. Only
 * plain files are read: a link could lead to whatever else this machine holds.
 */
export async function readDrop(folder: string | undefined, name: string): Promise<Packages> {
  if (folder === undefined)
    throw new SourceFailure('SourceRefused', 'file: this worker was given no ONEROSTER_FOLDER to look in')
  const zip = join(folder, `${name}.zip`)
  const size = await plainSize(zip)
  if (size !== null) {
    if (size > LARGEST_PACKAGE) throw badPackage('too_large')
    return alone(openZip(await readFile(zip)))
  }
  return packagesIn(join(folder, name))
}

async function packagesIn(folder: string): Promise<Packages> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'))
  const [zips, tables] = ['.zip', '.csv'].map((ending) => names.filter((name) => name.toLowerCase().endsWith(ending)))
  if (zips?.length && tables?.length)
    throw badPackage('zips_and_loose_files', 'which are the later ones cannot be known: leave zips only')
  if (zips?.length) return sinceWhole(folder, zips)
  if (tables?.length) return alone(await filesIn(folder, tables))
  throw new SourceFailure('SourceUnavailable', 'file: nothing of that name lies in ONEROSTER_FOLDER')
}

/** The newest package that is whole, and those after it. What is older says nothing more and is not opened. */
async function sinceWhole(folder: string, zips: readonly string[]): Promise<Packages> {
  const days = zips.flatMap((zip) => daily.exec(zip)?.[1] ?? [])
  if (days.length < zips.length)
    throw badPackage(
      'a_zip_not_called_by_its_day',
      'call each 2026-09-01.zip, or 2026-09-01-0400.zip where a day has several',
    )
  let opened: readonly Package[] = []
  let [packed, unpacked] = [0, 0]
  for (const day of days.sort().reverse()) {
    const zip = `${day}.zip`
    packed += (await plainSize(join(folder, zip))) ?? Infinity
    if (packed > LARGEST_PACKAGE) throw badPackage('too_large_or_no_plain_file')
    const bytes = await readFile(join(folder, zip))
    const files = blaming(zip, () => openZip(bytes))
    unpacked += unpackedSize(bytes)
    if (unpacked > LARGEST_SUM) throw badPackage('too_large_unpacked')
    const one = openPackage(new Map([...files].map(([name, unpack]) => [name, () => blaming(zip, unpack)])), day)
    if (isWhole(one) || zips.length === 1) return [one, ...opened]
    opened = [one, ...opened]
  }
  throw new FileFailure({ file: null, code: 'no_whole_package', advice: WHOLE_FIRST }, 'SourceIncomplete')
}

async function filesIn(folder: string, names: readonly string[]): Promise<Files> {
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
