import { lstat, rm, symlink } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { OpenHome } from '../home.js'
import type { OwnRosters } from '../stack/stack.js'

/**
 * Where the worker looks for packages: a link in the home to the folder of the file that was named last, so that a start that names none
 * goes on with it. Undefined where none was ever named.
 */
export async function ownRosters({ paths }: OpenHome, folder: string | undefined): Promise<OwnRosters | undefined> {
  const link = paths.rosters
  if (folder !== undefined) {
    await rm(link, { force: true })
    await symlink(folder, link)
  }
  return lstat(link).then(
    () => ({ dropFolder: link, agreements: fileURLToPath(new URL('agreements', import.meta.url)) }),
    () => undefined,
  )
}
