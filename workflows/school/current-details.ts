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
  for (const hold of status.held ?? []) lines.push(`- Waits: ${heldLine(hold)}`)
  if (status.needsAttention !== undefined) lines.push(`- Needs attention: **${status.needsAttention}**`)
  return lines.join('\n')
}

/** What waits, until when, and what happens then without anybody's word. */
function heldLine({ reason, item, count, until, then }: NonNullable<SchoolStatus['held']>[number]): string {
  return `**${count}** for *${reason}${item === null ? '' : ` ${item}`}*, until ${until}: then ${outcomes[then]}`
}

const outcomes = {
  erasedIfConfirmed: 'erased where a read confirmed it',
  applied: 'applied',
  dropped: 'dropped, and proposed anew',
} as const
