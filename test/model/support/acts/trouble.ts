import type { ActOf, FaultName } from '../act.js'
import type { Played } from '../played.js'

/** Pages as short as that have one after them in a school of sixty. */
const ROWS_A_PAGE = 20

const people = '[Ss]tudents'

const faults: Readonly<Record<FaultName, object>> = {
  fails: { kind: '500' },
  refuses: { kind: '401' },
  isCut: { kind: 'cutJson', path: people },
  missesItsLastPage: { kind: 'missingLastPage', path: people },
  isEmpty: { kind: 'emptySchool' },
  countsWrong: { kind: 'countsDisagree' },
}

export async function fault({ sim, school, spoil }: Played, { kind }: ActOf<'fault'>): Promise<void> {
  await sim('PUT', `schools/${school.simulated}/shown`, { rowsAPage: ROWS_A_PAGE })
  await spoil(faults[kind])
}

export async function heal({ sim, school, spoil }: Played): Promise<void> {
  await spoil()
  await sim('DELETE', `schools/${school.simulated}/shown`)
}

/** A source that refused us paused the school; somebody lets it go on. */
export async function resume(played: Played): Promise<void> {
  await played.say('operator', 'POST', '/resume')
  await played.live()
}
