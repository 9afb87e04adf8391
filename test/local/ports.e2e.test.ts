import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { claimPort, freePort } from '../../local/ports.js'

async function listening(port: number) {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

test('gives a port that can be listened on', async () => {
  const server = await listening(await freePort())
  server.close()
})

test('says in one sentence which port is taken and which setting chooses another', async () => {
  const port = await freePort()
  const server = await listening(port)
  await expect(claimPort(port, 'SIMULATOR_PORT')).rejects.toThrow(
    `Port ${port} is taken by another program; stop that one, or choose another port with SIMULATOR_PORT=<port>.`,
  )
  server.close()
})

test('waits for a port that a killed run is just letting go', async () => {
  const port = await freePort()
  const server = await listening(port)
  setTimeout(() => server.close(), 500)
  expect(await claimPort(port, 'PORT', { previousRunEnding: true })).toBe(port)
})
