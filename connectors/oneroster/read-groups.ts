import type { ItemCode } from '../../agreement/items.js'
import { nothingRead } from '../walk-end.js'
import type { Walk } from '../source.js'
import type { Gatherings } from './gatherings.js'
import { translateClass } from './translate/translate.js'

/** Registration groups and classes, of which memberships are wanted. Both stand in one list. */
export async function* readGroups(gathered: Gatherings, asked: ReadonlySet<ItemCode>): Walk {
  const wants = (code: ItemCode) => asked.has(code) || asked.has('staff.groups')
  const wanted = ({ homeroom }: { readonly homeroom: boolean }) => wants(homeroom ? 'pupil.groups' : 'pupil.classes')
  if (!wants('pupil.groups') && !wants('pupil.classes')) return nothingRead
  const { byId, end } = await gathered.classes()
  const listed = [...byId.values()].filter(({ known }) => wanted(known))
  yield listed.map(({ row, known }) => translateClass(row, known, asked))
  return { ...end, records: listed.length, lists: { classes: byId.size } }
}
