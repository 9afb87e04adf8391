import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readEnvironment } from '../../api/environment.js'
import { readDatabaseEnvironment } from '../../db/environment.js'
import { workerFlags } from '../../workers/heap.js'
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

/** Behind what the engine is told. */
function programOf(command: Service['command']): string | undefined {
  return [command].flat().find((part) => part?.startsWith('dist/'))
}

test.for(ours)('%s gets every setting it needs and none that it does not read', ([, { command, environment = {} }]) => {
  const program = programOf(command) ?? ''
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

const WORKER = 'dist/workers/main.js'
const workers = ours.flatMap(([, { command }]) => (programOf(command) === WORKER ? [[command].flat()] : []))

test('runs a worker for every queue there is', () => {
  const served = workers.flatMap((command) => command.slice(command.indexOf(WORKER) + 1))
  expect(served.sort()).toEqual([...queueNames].sort())
})

test('bounds the heap of a worker as the local stack and `npm run worker` do', () => {
  const scripts = JSON.parse(readFileSync('package.json', 'utf8')).scripts
  for (const command of [...workers, scripts.worker.split(' ')])
    expect(command.slice(0, command.indexOf(WORKER))).toEqual(['node', ...workerFlags])
})

test('documents every setting of the composition in .env.example', () => {
  const documented = readFileSync('.env.example', 'utf8')
  const names = ours.flatMap(([, { environment = {} }]) => Object.keys(environment))
  expect([...new Set(names)].filter((name) => !documented.includes(name))).toEqual([])
})
