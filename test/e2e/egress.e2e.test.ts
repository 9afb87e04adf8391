import { Socket } from 'node:net'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAttributeKeys } from '../../workflows/search-attributes.js'
import { all, makeSettledSchool, onboard, sync } from '../support/schools.js'
import { startStack } from '../support/stack.js'
import type { Stack } from '../support/stack.js'
import { devServer } from '../support/temporal.js'

/** Whom this process reached, by address and port. The core of Temporal's worker is not seen here; it is told one address. */
const reached = new Set<string>()
// eslint-disable-next-line @typescript-eslint/unbound-method -- kept to be put back, and called with its socket
const { connect } = Socket.prototype
let env: TestWorkflowEnvironment
let stack: Stack

beforeAll(async () => {
  Socket.prototype.connect = function (this: Socket, ...to: unknown[]) {
    this.once('connect', () => reached.add(`${this.remoteAddress ?? 'a path'} ${this.remotePort ?? ''}`))
    Reflect.apply(connect, this, to)
    return this
  }
  env = await devServer({ searchAttributes: searchAttributeKeys })
  stack = await startStack({ env })
}, 120_000)

afterAll(async () => {
  Socket.prototype.connect = connect
  await stack?.stop()
  await env?.teardown()
})

test('from a first night to a withdrawal nobody is reached but the source, the databases and Temporal, each where it was configured [R13]', async () => {
  const school = await makeSettledSchool(stack, { pupils: 60, days: 30 })
  const id = await onboard(stack, school)
  await sync(stack, id)
  const [pupil] = await all(stack, 'school', `/v1/schools/${id}/pupils`)
  const withdrawn = await stack.call('school', 'POST', `/v1/schools/${id}/withdrawals`, { pupilId: pupil.id })
  expect(withdrawn.status).toBeLessThan(300)
  await stack.atRest(id)

  const { databaseUrl, keyringUrl } = stack.databases
  const configured = [stack.simulator, stack.apiUrl, databaseUrl, keyringUrl, `tcp://${env.address}`]
  const addresses = configured.map((address) => `127.0.0.1 ${new URL(address).port}`)
  expect([...reached].filter((address) => !addresses.includes(address))).toEqual([])
  // The watch sees what it is for.
  for (const needed of addresses.slice(0, 3)) expect(reached).toContain(needed)
})
