import type { Migration } from 'kysely'
import { firstNight } from './migrations/0001-first-night.js'
import { proof } from './migrations/0002-proof.js'
import { notices } from './migrations/0003-notices.js'
import { ending } from './migrations/0004-ending.js'
import { timers } from './migrations/0005-timers.js'
import { instructions } from './migrations/0006-instructions.js'
import { watch } from './migrations/0007-watch.js'
import { questions } from './migrations/0008-questions.js'
import { attendance } from './migrations/0009-attendance.js'
import { confirming } from './migrations/0010-confirming.js'
import { inForce } from './migrations/0011-in-force.js'
import { changes } from './migrations/0012-changes.js'
import { turns } from './migrations/0013-turns.js'
import { hints } from './migrations/0014-hints.js'
import { movedSources } from './migrations/0015-moved-sources.js'
import { uploads } from './migrations/0016-uploads.js'
import { aspects } from './migrations/0017-aspects.js'
import { reverts } from './migrations/0020-reverts.js'

/** In order; a name once released is never changed. */
export const controlMigrations: Readonly<Record<string, Migration>> = {
  '0001-first-night': firstNight,
  '0002-proof': proof,
  '0003-notices': notices,
  '0004-ending': ending,
  '0005-timers': timers,
  '0006-instructions': instructions,
  '0007-watch': watch,
  '0008-questions': questions,
  '0009-attendance': attendance,
  '0010-confirming': confirming,
  '0011-in-force': inForce,
  '0012-changes': changes,
  '0013-turns': turns,
  '0014-hints': hints,
  '0015-moved-sources': movedSources,
  '0016-uploads': uploads,
  '0017-aspects': aspects,
  '0020-reverts': reverts,
}
