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
import { aspects } from './migrations/0015-aspects.js'

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
  '0015-aspects': aspects,
}
