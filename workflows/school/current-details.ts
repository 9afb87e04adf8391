import type { SchoolStatus } from '../../activities/life/life.js'

/** What Temporal's UI shows of a school while it lives, in Markdown: how it stands, what comes next, what somebody should do. */
export function currentDetails(status: SchoolStatus): string {
  const lines = [
    `**${status.name}**, ${status.agreement} through ${status.connector}`,
    '',
    `- Phase: **${status.phase}**`,
    `- Last outcome: **${status.lastOutcome ?? 'none yet'}**`,
    `- Next sync: **${status.nextSyncAt ?? 'not planned'}**`,
    `- Next deadline: **${status.nextDeadline ?? 'none'}**`,
  ]
  if (status.needsAttention !== undefined) lines.push(`- Needs attention: **${status.needsAttention}**`)
  return lines.join('\n')
}
