import type { Certificate } from '../../proof/certificate.js'

/** How many people and groups went with a school's own end; its rows depend on how far its own leavers were gone by then. */
const counted = ['pupil', 'staff', 'group record']

/**
 * What a school's certificates say together, without ids and times: in how many erasures its people went is chance, who went and how is
 * not. Two schools of one seed that met the same say the same.
 */
export function contentOf(certificates: readonly Certificate[]): string {
  const ended = certificates.some(({ kind }) => kind === 'ending')
  const held = new Map<string, number>()
  for (const { kind, count } of certificates.flatMap((certificate) => certificate.held))
    if (!ended || counted.includes(kind)) held.set(kind, (held.get(kind) ?? 0) + count)
  const said = certificates.flatMap(({ kind, instruction, stores, remains, agreement }) => [
    `${kind} on ${instruction.act} (${instruction.right}), ${agreement.id} ${agreement.version}`,
    ...stores.map(({ store, method, left }) => `${kind}: ${store}, ${method}, ${left} left`),
    ...remains.map(({ what }) => `${kind}: ${what} remains`),
  ])
  // A school whose end was quicker than its leavers' own dates has no certificate of theirs.
  const of = [...new Set(said)].filter((line) => !ended || line.startsWith('ending'))
  return [...of.sort(), ...[...held].sort().map(([kind, count]) => `${count} ${kind}`)].join('\n')
}

/** One a person, all different. */
export function receiptsIn(certificates: readonly Certificate[]): readonly string[] {
  return certificates.flatMap(({ receipts }) => receipts)
}
