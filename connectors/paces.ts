import type { ConnectorName } from './settings.js'

/**
 * How often one token may be used, by all workers together: so many requests at once, and then so many a second. No source publishes a
 * limit (wonde sheet 4, xporter sheet 4.2); Xporter's clients are advised to have four under way in all. A first load of a large school is
 * some forty requests by Wonde and eight by Xporter, so neither notices; a thousand schools behind one token do.
 */
export const paces: Readonly<Record<ConnectorName, { readonly atOnce: number; readonly perSecond: number }>> = {
  wonde: { atOnce: 100, perSecond: 20 },
  xporter: { atOnce: 50, perSecond: 5 },
  oneroster: { atOnce: 50, perSecond: 10 },
}
