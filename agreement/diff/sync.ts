import type { Agreement } from '../agreement.js'
import { choice, compareEntries } from './change.js'
import type { Change } from './change.js'

type Sync = Agreement['sync']

/** Looking changes through before they take effect is the narrower way; losing it is the school being asked less. */
export function diffSync(before: Sync, after: Sync): readonly Change[] {
  const { added, removed } = compareEntries(before.modes, after.modes, (mode) => mode)
  return [
    ...added.map((mode) => modeChange(mode, true)),
    ...removed.map((mode) => modeChange(mode, false)),
    ...choice('sync.default', before.default, after.default, {
      wider: 'automatic',
      words: {
        widens: 'Changes take effect by themselves unless the school chooses otherwise.',
        narrows: 'Changes wait to be looked through unless the school chooses otherwise.',
      },
    }),
  ]
}

function modeChange(mode: Sync['modes'][number], allowed: boolean): Change {
  const what =
    mode === 'manual' ? 'look changes through before they take effect' : 'let changes take effect by themselves'
  return {
    effect: (mode === 'automatic') === allowed ? 'widens' : 'narrows',
    path: `sync.modes.${mode}`,
    words: `A school ${allowed ? 'may' : 'may no longer'} ${what}.`,
  }
}
