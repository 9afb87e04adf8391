import { randomUUID } from 'node:crypto'
import { admitPrincipal } from '../../db/control/principal.js'
import type { Role } from '../../db/control/principal.js'
import type { Answer, Stack } from './stack.js'

/** A school of the simulator's. */
export interface SimSchool {
  readonly id: string
  readonly name: string
  readonly credentials: {
    readonly wonde: { readonly schoolId: string; readonly token: string }
    readonly xporter: { readonly schoolId: string; readonly relyingParty: string; readonly schoolSecret: string }
  }
}

export async function makeSimSchool(
  stack: Stack,
  of: { seed?: string; profile?: string; pupils: number; name?: string },
): Promise<SimSchool> {
  const made = await stack.sim('POST', '/_sim/schools', { seed: randomUUID(), profile: 'primary', ...of })
  return made.body.data
}

export const registration = (stack: Stack, school: SimSchool, more: Record<string, unknown> = {}) => ({
  name: school.name,
  controller: 'The governing body',
  contacts: {
    main: { name: 'Main Contact', email: 'main@school.test' },
    data: { name: 'Data Contact', email: 'data@school.test' },
    head: { name: 'Head Teacher', email: 'head@school.test' },
  },
  contract: { startsOn: '2026-09-01' },
  agreement: 'assessment-portal',
  source: {
    connector: 'wonde',
    baseUrl: stack.simulator,
    schoolId: school.credentials.wonde.schoolId,
    token: school.credentials.wonde.token,
  },
  ...more,
})

/** Registers a school, and lets head and data administrator speak for it. Answers its id. */
export async function register(stack: Stack, school: SimSchool, more: Record<string, unknown> = {}): Promise<string> {
  const made = await stack.call('operator', 'POST', '/v1/schools', registration(stack, school, more))
  if (made.status !== 201) throw new Error(`registering answered ${made.status} ${JSON.stringify(made.body)}`)
  for (const role of ['school', 'head'] as const) await admitPrincipal(stack.control, role, made.body.id)
  return made.body.id
}

/** Registers, accepts and waits for the first run, and for what the school is asked because of it. */
export async function onboard(
  stack: Stack,
  school: SimSchool,
  items?: readonly string[],
  more: Record<string, unknown> = {},
): Promise<string> {
  const id = await register(stack, school, more)
  const accepted = await accept(stack, id, items)
  await runEnded(stack, id, accepted.runId)
  await asked(stack, id)
  return id
}

export async function accept(stack: Stack, id: string, items?: readonly string[]): Promise<{ runId: string }> {
  const body = { version: 1, acceptedBy: { name: 'Head Teacher', role: 'head' }, ...(items && { items }) }
  const accepted = await stack.call('head', 'POST', `/v1/schools/${id}/acceptance`, body)
  if (accepted.status !== 201) throw new Error(`accepting answered ${accepted.status} ${JSON.stringify(accepted.body)}`)
  return accepted.body
}

/** A school of which nobody leaves by themselves within so many days, whatever the machine's calendar says. */
export async function makeSettledSchool(stack: Stack, of: { pupils: number; days: number }): Promise<SimSchool> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const school = await makeSimSchool(stack, { seed: `settled-${attempt}`, pupils: of.pupils })
    const { pupils } = (await stack.sim('GET', `/_sim/schools/${school.id}/truth`)).body
    const until = new Date(Date.now() + of.days * 86_400_000).toISOString()
    if (pupils.every(({ leavingDate }: { leavingDate: string | null }) => (leavingDate ?? until) >= until))
      return school
  }
  throw new Error('in every school somebody leaves soon')
}

/** Waits until a school was asked what the facts of its first read call for; nothing more is written of itself then. */
async function asked(stack: Stack, id: string): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    const query = stack.control.selectFrom('school').select(['next_ask_at', 'last_whole_read_at']).where('id', '=', id)
    const { next_ask_at, last_whole_read_at } = await query.executeTakeFirstOrThrow()
    if (next_ask_at === null || last_whole_read_at === null || next_ask_at > last_whole_read_at) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the school was not asked')
}

/** Asks for a run and waits for its end. */
export async function sync(stack: Stack, id: string): Promise<Answer['body']> {
  const asked = await stack.call('operator', 'POST', `/v1/schools/${id}/syncs`)
  return runEnded(stack, id, asked.body.runId)
}

export async function runEnded(stack: Stack, id: string, run: string, timeoutMs = 60_000): Promise<Answer['body']> {
  const until = Date.now() + timeoutMs
  for (;;) {
    const { body } = await stack.call('operator', 'GET', `/v1/schools/${id}/syncs/${run}`)
    if (body.state !== 'running') return body
    if (Date.now() > until) throw new Error(`run ${run} has not ended`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Every entry of a list, page by page. */
export async function all(stack: Stack, role: Role, path: string): Promise<Answer['body'][]> {
  const entries: Answer['body'][] = []
  for (let after = ''; ;) {
    const { status, body } = await stack.call(role, 'GET', `${path}${path.includes('?') ? '&' : '?'}limit=500${after}`)
    if (status !== 200) throw new Error(`${path} answered ${status} ${JSON.stringify(body)}`)
    entries.push(...body.data)
    if (body.next === null) return entries
    after = `&after=${body.next}`
  }
}
