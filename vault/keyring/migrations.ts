import type { Migration } from 'kysely'
import { firstNight } from './migrations/0001-first-night.js'

/** In order; a name once released is never changed. */
export const keyringMigrations: Readonly<Record<string, Migration>> = { '0001-first-night': firstNight }
