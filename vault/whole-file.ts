import { randomUUID } from 'node:crypto'
import { link, mkdir, open, rm, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Makes a file that is never seen half written, readable by its owner only, unless it is there: then nothing happens and the answer is
 * false. It is written beside its place and linked into it, because of two links to one name one fails, also between processes.
 */
export async function createWhole(path: string, bytes: Uint8Array): Promise<boolean> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = join(folder, `.${basename(path)}.${randomUUID()}`)
  await writeSynced(draft, bytes)
  try {
    await link(draft, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await unlink(draft)
  }
  await syncFolder(folder)
  return true
}

/** Writes over parts of a file in place: what stood there is gone from the file itself, not only from its name. */
export async function overwrite(
  path: string,
  parts: readonly { readonly offset: number; readonly bytes: Uint8Array }[],
): Promise<void> {
  if (parts.length === 0) return
  const file = await open(path, 'r+')
  try {
    for (const { offset, bytes } of parts) await file.write(bytes, 0, bytes.length, offset)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Removes a file for good; one that is gone already is no failure. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true })
  await syncFolder(dirname(path))
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A name is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
