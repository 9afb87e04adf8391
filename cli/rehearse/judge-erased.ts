import { dayOf } from '../../agreement/retention/days.js'
import type { Change } from './cast.js'
import { opens, rowsLeft, stillThere, weeksLeft } from './people.js'
import type { Leaver, Roll } from './roll.js'

/** Judges whom the feed says to be erased. Answers a sentence for each day by which they were promised to be gone. */
export async function judgeErased(roll: Roll, changes: readonly Change[]): Promise<readonly string[]> {
  const sentences: string[] = []
  for (const { op, kind, subjectId, at } of changes) {
    if (op !== 'erased' || subjectId === null) continue
    sentences.push(await (kind === 'attendance' ? judgeMarks(roll, subjectId) : judge(roll, subjectId, new Date(at))))
  }
  return counted(sentences)
}

/** A year of marks went while its pupil stays; those of the new year come with the night after. */
async function judgeMarks({ stage, cast, ledger }: Roll, subject: string): Promise<string> {
  const weeks = await weeksLeft(stage, cast, subject)
  ledger.check('R30', weeks === 0, `${weeks} weeks of marks are left of a school year that is over`)
  return 'pupils’ marks of the school year that is over'
}

/** Once the contract is over there is no feed any more: judges those of whom no row is left, as of now. */
export async function judgeVanished(roll: Roll): Promise<readonly string[]> {
  const sentences: string[] = []
  const leavers = [...roll.leavers.values()].map(({ subject }) => subject)
  const there = await stillThere(roll.stage, roll.cast, leavers)
  for (const subject of leavers) if (!there.has(subject)) sentences.push(await judge(roll, subject, roll.stage.now()))
  return counted(sentences)
}

function counted(sentences: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const sentence of sentences) counts.set(sentence, (counts.get(sentence) ?? 0) + 1)
  return [...counts].map(([sentence, count]) => `erased ${count} ${sentence}`)
}

async function judge(roll: Roll, subject: string, at: Date): Promise<string> {
  const { ledger, leavers } = roll
  const rows = await rowsLeft(roll.stage, roll.cast, subject)
  const keys = await opens(roll, subject)
  ledger.check('R17', rows === 0 && keys === 0, `${rows} rows and ${keys} keys are left of somebody erased`)
  const [misId, leaver] = [...leavers].find(([, one]) => one.subject === subject) ?? []
  if (misId === undefined || leaver === undefined) {
    ledger.broken('R14', 'somebody was erased who had not left')
    return 'who had not left'
  }
  if (roll.stayed.has(misId)) ledger.broken('R14', 'somebody was erased whose erasure was paused')
  judgeTime(roll, leaver, at)
  leavers.delete(misId)
  roll.erased.set(misId, subject)
  return `of the ${leaver.kind === 'pupil' ? 'pupils' : 'staff'} ${leaver.who}; promised by ${dayOf(leaver.promisedBy.getTime())}`
}

function judgeTime({ ledger }: Roll, { kind, promisedBy }: Leaver, at: Date): void {
  const code = kind === 'pupil' ? 'R14' : 'R37'
  const marginMs = promisedBy.getTime() - at.getTime()
  if (marginMs >= 0) ledger.keep(code, marginMs)
  else ledger.broken(code, `one was erased ${Math.ceil(-marginMs / 1000)} seconds late`)
}
