import type { Source, SourceManners } from '../source.js'
import type { OneRosterOptions } from './options.js'
import { csvFeed } from './csv/csv-feed.js'
import { restFeed } from './rest/rest-feed.js'
import { rosterSource } from './roster-source.js'
import type { OneRosterBinding, OneRosterSecret } from './settings.js'

/** A school's rosters behind OneRoster, by REST or out of a file. */
export function onerosterSource(
  binding: OneRosterBinding,
  secret: OneRosterSecret,
  manners: SourceManners,
  options: OneRosterOptions,
): Source {
  const feed = binding.format === 'csv' ? csvFeed : restFeed
  return rosterSource(feed(binding, secret, manners, options), binding)
}
