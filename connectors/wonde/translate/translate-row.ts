import type { ItemCode } from '../../../agreement/items.js'
import type { SourceRecord } from '../../source.js'
import type { Reading } from '../includes.js'
import type { Block } from '../../block.js'
import { translateGroup } from './translate-group.js'
import { translatePupil } from './translate-pupil.js'
import { translateStaff } from './translate-staff.js'

/** One row of any list that we read, as a record of ours. `asked` is what was wanted and is permitted. */
export function translateRow(endpoint: Reading['endpoint'], row: Block, asked: ReadonlySet<ItemCode>): SourceRecord {
  switch (endpoint) {
    case 'students':
      return translatePupil(row, asked)
    case 'employees':
      return translateStaff(row, asked)
    case 'groups':
    case 'classes':
      return translateGroup(endpoint, row, asked)
  }
}
