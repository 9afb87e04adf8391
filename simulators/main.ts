import { parseArgs } from 'node:util'
import { startSimulator } from './server.js'

const { values } = parseArgs({ options: { state: { type: 'string' }, demo: { type: 'boolean', default: false } } })
const { SIMULATOR_PORT = '3999', HOST = '127.0.0.1', SIMULATOR_DATE } = process.env

const simulator = await startSimulator({
  port: Number(SIMULATOR_PORT),
  host: HOST,
  demonstration: values.demo,
  ...(values.state === undefined ? {} : { stateFile: values.state }),
  ...(SIMULATOR_DATE ? { now: SIMULATOR_DATE } : {}),
})
process.stdout.write(`The simulator listens on ${simulator.url}\n`)

const end = () => {
  void simulator.stop().then(() => process.exit(0))
}
process.once('SIGTERM', end)
if (process.send) {
  // Ctrl-C reaches the whole group; the program that started this one decides when it ends.
  process.on('SIGINT', () => undefined)
  process.once('disconnect', end)
  process.send({ ready: true, port: simulator.port })
} else {
  process.once('SIGINT', end)
}
