import type { Migration } from 'kysely'
import { firstNight } from './migrations/0001-first-night.js'
import { timers } from './migrations/0002-timers.js'
import { questions } from './migrations/0003-questions.js'
import { attendance } from './migrations/0004-attendance.js'
import { itemsOfOne } from './migrations/0005-items-of-one.js'
import { acknowledged } from './migrations/0006-acknowledged.js'
import { places } from './migrations/0007-places.js'
import { otherIds } from './migrations/0008-other-ids.js'
import { uploads } from './migrations/0009-uploads.js'
import { parts } from './migrations/0010-parts.js'
import { holds } from './migrations/0011-holds.js'
import { reverts } from './migrations/0012-reverts.js'
import { explanations } from './migrations/0013-explanations.js'
import { identityConflicts } from './migrations/0014-identity-conflicts.js'
import { releasedAlone } from './migrations/0015-released-alone.js'
import { roomToDecide } from './migrations/0016-room-to-decide.js'

/** In order; a name once released is never changed. */
export const schoolMigrations: Readonly<Record<string, Migration>> = {
  '0001-first-night': firstNight,
  '0002-timers': timers,
  '0003-questions': questions,
  '0004-attendance': attendance,
  '0005-items-of-one': itemsOfOne,
  '0006-acknowledged': acknowledged,
  '0007-places': places,
  '0008-other-ids': otherIds,
  '0009-uploads': uploads,
  '0010-parts': parts,
  '0011-holds': holds,
  '0012-reverts': reverts,
  '0013-explanations': explanations,
  '0014-identity-conflicts': identityConflicts,
  '0015-released-alone': releasedAlone,
  '0016-room-to-decide': roomToDecide,
}

/** The version of the template that school databases are made from: one more for each migration. */
export const TEMPLATE_VERSION = Object.keys(schoolMigrations).length
