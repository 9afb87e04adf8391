import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { expect, test } from 'vitest'
import { keeperScript } from '../../local/keeper-script.js'
import { keepProcess } from '../../local/kept-process.js'
import { commandOf } from '../../local/running-program.js'

const shell = (script: string, more: object = {}) =>
  keepProcess({ name: 'test', command: '/bin/sh', args: ['-c', script], ...more })

test('reports how a program ended by itself, after its last line', async () => {
  const lines: string[] = []
  const program = await shell('echo one; echo two >&2; exit 3', { onLine: (line: string) => lines.push(line) })
  expect(await program.ended).toEqual({ code: 3, signal: null })
  expect(lines.sort()).toEqual(['one', 'two'])
})

test('reports the signal that ended a program', async () => {
  const program = await shell('exec sleep 60')
  process.kill(program.pid, 'SIGKILL')
  expect(await program.ended).toEqual({ code: null, signal: 'SIGKILL' })
})

test('reports a program that is not there', async () => {
  const program = await keepProcess({ name: 'none', command: '/no/such/program', args: [] })
  expect(await program.ended).toEqual({ code: 127, signal: null })
})

test('stops a program with the signal it wants, asked twice without harm', async () => {
  let heard: (line: string) => void
  const line = new Promise<string>((resolve) => (heard = resolve))
  const script = "process.on('SIGINT', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready')"
  const program = await keepProcess({
    name: 'test',
    command: process.execPath,
    args: ['-e', script],
    stopSignal: 'INT',
    onLine: (text) => heard(text),
  })
  expect(await line).toBe('ready')
  await Promise.all([program.stop(), program.stop()])
  await program.stop()
  expect(await program.ended).toEqual({ code: 7, signal: null })
  expect(await commandOf(program.pid)).toBeUndefined()
})

test('kills a program that will not end when asked', async () => {
  const lines = new EventEmitter()
  const deaf = once(lines, 'deaf')
  const script = 'trap "" TERM; echo deaf; while :; do sleep 1; done'
  const program = await shell(script, { killAfterMs: 1_000, onLine: (line: string) => lines.emit(line) })
  // Asked before it has closed its ears, it would end like any other.
  await deaf
  const asked = Date.now()
  await program.stop()
  expect((await program.ended).signal).toBe('SIGKILL')
  expect(Date.now() - asked).toBeLessThan(4_000)
})

test('takes a program down with a keeper that is killed with SIGKILL', async () => {
  // The keeper is a Node of its own: this process must live to look.
  const keeper = spawn(process.execPath, ['-e', killableKeeper, keeperScript], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [pid] = (await once(keeper.stdout, 'data')).map(Number)
  expect(await commandOf(pid!)).toContain('sleep 61')
  keeper.kill('SIGKILL')
  await expect.poll(() => commandOf(pid!), { timeout: 5_000 }).toBeUndefined()
})

/** What `keepProcess` does, in plain JavaScript that a bare Node can run. */
const killableKeeper = `
  const { spawn } = require('node:child_process')
  const child = spawn('/bin/sh', ['-c', process.argv[1], 'test', 'TERM', '8', 'sleep', '61'], { detached: true, stdio: ['pipe', 'inherit', 'inherit', 'pipe'] })
  child.stdio[3].pipe(process.stdout)
`
