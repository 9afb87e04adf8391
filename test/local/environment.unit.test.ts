import { expect, test } from 'vitest'
import { programSources, readLocalEnvironment } from '../../local/environment.js'

test('needs no setting at all, and takes an empty one as not given', () => {
  expect(readLocalEnvironment({ PORT: '' })).toMatchObject({
    TERMKEEPER_HOME: '.termkeeper',
    HOST: '127.0.0.1',
    PORT: 3000,
    TEMPORAL_UI_PORT: 8233,
    SIMULATOR_PORT: 3999,
  })
})

test.for([
  ['PORT', 'eighty', 'PORT must be a port between 1 and 65535'],
  ['PORT', '70000', 'PORT must be a port between 1 and 65535'],
  ['TEMPORAL_ADDRESS', 'temporal', 'TEMPORAL_ADDRESS must be host:port'],
  ['DATABASE_URL', 'mysql://root:secret@db', 'DATABASE_URL must be a URL that begins with postgres://'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be debug, info, warn or error'],
  ['TERMKEEPER_OFFLINE', 'yes', 'TERMKEEPER_OFFLINE must be 1 or 0'],
] as const)('names a bad %s (%s) and never repeats its value', ([name, value, sentence]) => {
  const read = () => readLocalEnvironment({ [name]: value })
  expect(read).toThrow(sentence)
  expect(read).not.toThrow(value)
})

test('refuses a database without its keyring', () => {
  expect(() => readLocalEnvironment({ DATABASE_URL: 'postgres://a@b/c' })).toThrow('KEYRING_URL go together')
})

test('keeps fetched programs in the cache folder of the user', () => {
  const say = () => undefined
  expect(programSources({ XDG_CACHE_HOME: '/caches', TERMKEEPER_OFFLINE: '1' }, say)).toMatchObject({
    cache: '/caches/termkeeper',
    offline: true,
  })
  expect(programSources({ HOME: '/home/a' }, say).cache).toMatch(/\.cache\/termkeeper$/)
})
