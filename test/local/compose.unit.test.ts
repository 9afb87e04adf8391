import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readEnvironment } from '../../api/environment.js'
import { readDatabaseEnvironment } from '../../db/environment.js'
import { queueNames } from '../../workers/queues.js'
import { readCodecEnvironment, readWorkerEnvironment } from '../../workers/environment.js'

interface Service {
  readonly image: string
  readonly command?: readonly string[] | string
  readonly environment?: Readonly<Record<string, string | number>>
}

const compose: { services: Record<string, Service> } = parse(readFileSync('docker-compose.yml', 'utf8'), {
  merge: true,
})
const services = Object.entries(compose.services)
const ours = services.filter(([, { image }]) => image.startsWith('termkeeper:'))

/** What each of our programs reads; what it does not know is not in the answer. */
const readers: Readonly<Record<string, (env: NodeJS.ProcessEnv) => object>> = {
  'dist/workers/main.js': readWorkerEnvironment,
  'dist/workers/codec-server.js': readCodecEnvironment,
  'dist/workers/migrate.js': readDatabaseEnvironment,
  'dist/workers/set-up.js': readDatabaseEnvironment,
  'dist/api/main.js': readEnvironment,
}

test.for(ours)('%s gets every setting it needs and none that it does not read', ([, { command, environment = {} }]) => {
  const program = [command].flat()[1] ?? ''
  const settings = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, String(value).replace(/\$\{[^}]*\}/g, 'secret')]),
  )
  const read = readers[program]
  expect(read, program).toBeDefined()
  expect(Object.keys(settings).filter((name) => !Object.keys(read!(settings)).includes(name))).toEqual([])
  expect(existsSync(program.replace('dist/', '').replace(/\.js$/, '.ts'))).toBe(true)
})

test.for(services)('%s runs an image of one pinned version', ([, { image }]) => {
  expect(image).toMatch(/^[a-z/-]+:\d+\.\d+(\.\d+)?$/)
})

test('runs a worker for every queue there is', () => {
  const served = ours.flatMap(([, { command }]) =>
    [command].flat()[1] === 'dist/workers/main.js' ? [command].flat().slice(2) : [],
  )
  expect(served.sort()).toEqual([...queueNames].sort())
})

test('documents every setting of the composition in .env.example', () => {
  const documented = readFileSync('.env.example', 'utf8')
  const names = ours.flatMap(([, { environment = {} }]) => Object.keys(environment))
  expect([...new Set(names)].filter((name) => !documented.includes(name))).toEqual([])
})
