import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { floorTime } from './messages.js'
import type { FloorOrder, FloorTime } from './messages.js'

export interface Floor {
  readonly measure: (order: FloorOrder) => Promise<FloorTime>
  readonly stop: () => Promise<void>
}

/** Starts the floor beside our own programs. It stays, as a worker does, so that both are measured warm. */
export async function startFloor(databaseUrl: string): Promise<Floor> {
  const child = fork(fileURLToPath(new URL('./floor.js', import.meta.url)), [databaseUrl])
  const ended = once(child, 'exit')
  const answer = async (): Promise<unknown> => {
    const gone = ended.then(() => Promise.reject(new Error('The floor ended before it had answered.')))
    return Promise.race([new Promise((resolve) => child.once('message', resolve)), gone])
  }
  await answer()
  return {
    measure: async (order) => {
      const answered = answer()
      child.send(order)
      return floorTime.parse(await answered)
    },
    stop: async () => {
      child.disconnect()
      await ended
    },
  }
}
