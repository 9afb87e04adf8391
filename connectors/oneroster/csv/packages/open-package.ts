import { decode } from '../decode.js'
import { manifestIn } from './manifest.js'
import type { Manifest } from './manifest.js'
import type { Files } from '../zip.js'

/** One zip, or one folder of files. Each file is unpacked when it is asked for. */
export interface Package {
  readonly manifest: Manifest
  readonly has: (name: string) => boolean
  /** Null where there is no such file. */
  readonly text: (name: string) => string | null
  /** What faults call a file: `users.csv`, or where several packages lie together `2026-09-02/users.csv`. */
  readonly called: (name: string) => string
}

/** A package, and those that lie over it, in the order in which they were made. */
export type Packages = readonly [first: Package, ...later: Package[]]

/** `day` tells it from those that it lies among. */
export function openPackage(files: Files, day: string | null): Package {
  const fileOf = (name: string) => files.get(`${name.toLowerCase()}.csv`)
  const text = (name: string) => {
    const unpacked = fileOf(name)?.()
    return unpacked ? decode(unpacked) : null
  }
  const called = (name: string) => (day === null ? `${name}.csv` : `${day}/${name}.csv`)
  return {
    manifest: manifestIn(text('manifest'), called('manifest')),
    has: (name) => fileOf(name) !== undefined,
    text,
    called,
  }
}

/** A package that nothing lies beside. */
export const alone = (files: Files): Packages => [openPackage(files, null)]
