import type { NoticeFacts } from '../../db/control/notice.js'

type Held = NoticeFacts['changesHeld']

const seen: Readonly<Record<Held['reason'], (count: string, item: string | null) => string>> = {
  unexplainedPupils: (count) => `${count} on roll are missing from your MIS, and nothing says that they left.`,
  pupils: (count) =>
    `So many pupils are gone from your MIS at once that ${count} wait to be looked at, although it may be right.`,
  staff: (count) => `${count} of the staff are missing from your MIS, and nothing says that they left.`,
  blanked: (count, item) =>
    `In ${count} records your MIS has no value of ${item ?? 'an item'} any more, where it had one.`,
  renamed: (count) => `${count} people have another name in your MIS, all at once.`,
  groups: (count) => `Groups, or who belongs to them, would go in ${count} records at once.`,
  review: (count) => `${count} changes wait for your yes, because your school reviews them itself.`,
}

const then: Readonly<Record<Held['then'], (until: string) => string>> = {
  erasedIfConfirmed: (until) =>
    `Without your word whoever is missing is erased from ${until} on, where a second whole read confirms it; where none does, nobody is erased, and somebody at the vendor looks into it.`,
  applied: (until) => `Without your word the changes are applied at ${until}, as your MIS has them.`,
  dropped: (until) =>
    `Without your word they are dropped at ${until}, and the next night proposes what still differs. Removals that the agreement promises keep their own dates.`,
}

/** The letter about something that waits: what was seen, and what happens without anybody's word. */
export function heldWords({ reason, item, count, until, then: what }: Held) {
  return {
    subject: 'Changes wait for somebody to look at them',
    says: [
      seen[reason](String(count), item),
      'Everything else was applied. You find what waits, record by record, at Termkeeper, and release it, reject it or put it off.',
      then[what](until),
    ],
  }
}
