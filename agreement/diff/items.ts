import type { Agreement } from '../agreement.js'
import { items } from '../items.js'
import { choice, compareEntries } from './change.js'
import type { Change } from './change.js'

type AgreedItem = Agreement['items'][number]

/** What may be shared, and what is shared if a school ticks nothing. A new item widens even if it is off: it can be asked for from now on. */
export function diffItems(before: Agreement['items'], after: Agreement['items']): readonly Change[] {
  const { added, removed, kept } = compareEntries(before, after, ({ code }) => code)
  return [
    ...added.map((item) => ({ effect: 'widens', path: pathOf(item), words: addedWords(item) }) as const),
    ...removed.map(
      (item) => ({ effect: 'narrows', path: pathOf(item), words: `${named(item)}: no longer shared.` }) as const,
    ),
    ...kept.flatMap((one) => diffItem(one.before, one.after)),
  ]
}

function diffItem(before: AgreedItem, after: AgreedItem): readonly Change[] {
  const path = pathOf(after)
  const name = named(after)
  const asked = (field: 'starred' | 'special', what: string) =>
    choice(`${path}.${field}`, before[field], after[field], {
      wider: false,
      words: { widens: `${name}: no longer ${what}.`, narrows: `${name}: ${what} from now on.` },
    })
  return [
    ...choice(`${path}.default`, before.default, after.default, {
      wider: 'granted',
      words: {
        widens: `${name}: shared unless the school says no; so far only if it said yes.`,
        narrows: `${name}: shared only if the school says yes; so far unless it said no.`,
      },
    }),
    ...asked('starred', 'put to the school as a choice of its own'),
    ...asked('special', 'treated as a special category'),
    ...source(path, before, after),
  ]
}

function source(path: string, before: AgreedItem, after: AgreedItem): readonly Change[] {
  if (before.source === after.source) return []
  const whose = after.source === 'baseline' ? 'settled by our own baseline' : 'settled by the contract itself'
  return [{ effect: 'neither', path: `${path}.source`, words: `${named(after)}: now ${whose}.` }]
}

function addedWords(item: AgreedItem): string {
  return item.default === 'granted'
    ? `${named(item)}: new, and shared unless the school says no.`
    : `${named(item)}: new, and shared only if the school says yes.`
}

const named = ({ code }: AgreedItem) => items[code].label
const pathOf = ({ code }: AgreedItem) => `items.${code}`
