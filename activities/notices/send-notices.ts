import type { Kysely, Transaction } from 'kysely'
import type { ControlDatabase } from '../../db/control/database.js'
import { markSent, putOff, takeNotice } from '../../db/control/notice.js'
import type { Notice, Trouble } from '../../db/control/notice.js'
import { findSchool } from '../../db/control/school.js'
import type { School } from '../../db/control/school.js'
import { beating } from '../beat.js'
import type { Post } from './post.js'
import { wordsOf } from './words.js'

export interface SendActivities {
  /** Sends what waits at `at`; answers how many were sent. */
  sendNotices(input: { readonly at: string }): Promise<number>
}

export interface SendNeeds {
  readonly control: Kysely<ControlDatabase>
  /** Undefined where no server is named: notices then wait. */
  readonly post: Post | undefined
}

// What is left goes a minute later. A letter takes up to half a second, so a minute's work ends within its minute.
const MOST_AT_ONCE = 100

/**
 * At least once: a letter is marked as sent after the server took it, so one that was taken in the moment of a crash goes out again, under
 * the same Message-ID.
 */
export function sendActivities({ control, post }: SendNeeds): SendActivities {
  return {
    sendNotices: ({ at }) => (post ? beating(() => sendAll(control, post, new Date(at))) : Promise.resolve(0)),
  }
}

async function sendAll(control: Kysely<ControlDatabase>, post: Post, at: Date): Promise<number> {
  let sent = 0
  for (let tried = 0; tried < MOST_AT_ONCE; tried += 1) {
    const outcome = await control.transaction().execute((trx) => sendNext(trx, post, at))
    // Without a server every other letter would fare the same.
    if (outcome === 'none' || outcome === 'unreachable') break
    if (outcome === 'sent') sent += 1
  }
  return sent
}

async function sendNext(trx: Transaction<ControlDatabase>, post: Post, at: Date): Promise<'none' | 'sent' | Trouble> {
  const notice = await takeNotice(trx, at)
  if (!notice) return 'none'
  const trouble = await deliver(notice, await findSchool(trx, notice.school_id), post)
  if (trouble === undefined) await markSent(trx, notice.id, at)
  else await putOff(trx, notice.id, trouble, new Date(at.getTime() + pauseMs(trouble, notice.attempts)))
  return trouble ?? 'sent'
}

/** Only the kind of trouble is kept: what a server says can quote an address. */
async function deliver(notice: Notice, school: School | undefined, post: Post): Promise<Trouble | undefined> {
  const to = notice.addressee === 'processor' ? post.from : school?.contacts[notice.addressee].email
  if (to === undefined) return 'nobody'
  const messageId = `${notice.id}@${post.from.replace(/^.*@/, '')}`
  try {
    await post.send({ ...wordsOf(notice, school?.name ?? 'a former school'), messageId, to, at: notice.queued_at })
    return undefined
  } catch (error) {
    return refusedForGood(error) ? 'refused' : 'unreachable'
  }
}

/** RFC 5321: a reply of 5xx to the letter itself is final; a wrong password (535) is ours to mend and stops every letter. */
function refusedForGood(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('responseCode' in error)) return false
  return (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') && Number(error.responseCode) >= 500
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** An address that was refused may be corrected, so it is tried once a day; a server that is away, sooner and sooner less often. */
function pauseMs(trouble: Trouble, attempts: number): number {
  return trouble === 'unreachable' ? Math.min(MINUTE_MS * 2 ** Math.min(attempts, 8), HOUR_MS) : 24 * HOUR_MS
}
