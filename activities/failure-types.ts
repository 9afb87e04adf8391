/** How a failure is handled: `retried` by Temporal or not, what it means in one sentence, and what the operator does. */
export interface FailureKind {
  readonly retried: boolean
  readonly means: string
  readonly operator: string
}

/** Every way to fail on purpose. Nothing else is thrown on purpose; docs/failures.md is compared with this list. */
export const failureKinds = {
  SourceRefused: {
    retried: false,
    means: 'The source does not accept the credentials, or the school no longer allows access.',
    operator: 'Ask the school to renew access at its connector, then resume the school.',
  },
  SourceUnavailable: {
    retried: false,
    means: 'The source could not be read for as long as a night allows.',
    operator: 'Wait for the next night, which tries again by itself. If it stays, ask the connector.',
  },
  SourceThrottled: {
    retried: false,
    means: 'The source asked us to slow down for longer than a night allows.',
    operator:
      'Wait for the next night, which tries again by itself. If it stays, agree another hour with the connector.',
  },
  SourceIncomplete: {
    retried: false,
    means: 'The read could not prove that it was whole, so nothing was applied.',
    operator: 'Look at the run’s completeness; the next night tries again by itself.',
  },
  SourceEmpty: {
    retried: false,
    means: 'The source answered, and had nobody of a kind of whom we hold some, so nothing was applied.',
    operator: 'Ask the school or its MIS supplier; the next night tries again by itself. Nobody is taken for gone.',
  },
  SchoolUnrecognised: {
    retried: false,
    means: 'Fewer than half of those we hold came again and nothing says where the others are, so nothing was applied.',
    operator:
      'Ask the school what its MIS shared that night, and whose it was. If most of its people really left, it can say so of each.',
  },
  SchoolRekeyed: {
    retried: false,
    means: 'Most people came under ids that we do not know and too few could be found again, so nothing was applied.',
    operator:
      'Ask the school whether it changed its MIS, and whether this is its own data. The UPN and names tell who is who, where they are granted.',
  },
  SourceChangedShape: {
    retried: false,
    means: 'The source answered in a form that we do not know, so nothing was applied.',
    operator: 'Report the paths and codes in the run’s reason; the connector needs a change.',
  },
  WrongSchool: {
    retried: false,
    means: 'The source answered for another school than the one that is bound, so nothing was applied.',
    operator: 'Compare the binding with the school’s id at the connector before resuming.',
  },
  NothingUploaded: {
    retried: false,
    means: 'No file was uploaded since the last run that applied one, so nothing was read.',
    operator: 'Nothing, if none was expected; otherwise have one uploaded: a run begins by itself.',
  },
  SchoolStopped: {
    retried: false,
    means: 'The school was paused while the run was under way, so nothing was applied.',
    operator: 'Nothing: the school asked for it.',
  },
  SchoolEnding: {
    retried: false,
    means: 'The school is ending, so nothing more is taken from its source.',
    operator: 'Nothing: the contract is over. Until keys are destroyed the end can be taken back.',
  },
  EndingIncomplete: {
    retried: true,
    means:
      'Something of a school that ended is still there, or can still be opened; ending it goes on until nothing is.',
    operator: 'Look what writes to it: a worker of an older release, or a session at the database by hand.',
  },
  EndingUnconfirmed: {
    retried: false,
    means: 'The end of a school was entered by the vendor’s staff a day ago, and no second person has confirmed it.',
    operator: 'Have a second person confirm it or take it back: the deadline is running.',
  },
  EndingLate: {
    retried: true,
    means: 'Half of the time in which a school has to be gone is over, and it is not gone.',
    operator: 'Look whether a worker of the queue `ending` runs, and at `end/<school>` in the namespace `eraser`.',
  },
  SchoolUnknown: {
    retried: false,
    means: 'There is no school of this id.',
    operator: 'Look who started a workflow for it; every school of ours is registered through the API.',
  },
  AgreementNotAccepted: {
    retried: false,
    means: 'No version of the agreement is accepted, so nothing may be read.',
    operator: 'Ask the head to accept the agreement.',
  },
  ErasureIncomplete: {
    retried: true,
    means:
      'Something of somebody who was erased is still there, or can still be opened; the erasure goes on until nothing is.',
    operator: 'If it stays for an hour, stop whatever else writes to the school’s database, and report it.',
  },
  PastDue: {
    retried: true,
    means:
      'Something that had to be gone is still there, or somebody who is gone had no date; the erasing was begun again.',
    operator:
      'Look whether workers of the queues `schools` and `erasure` run. If it stays for an hour, a promise is broken: report it.',
  },
  NotLookedAt: {
    retried: true,
    means: 'The daily look at what is past due could not enter the school’s database or open its keys.',
    operator: 'Look whether the school’s database answers, and run `npm run migrate` if a release was skipped.',
  },
  LifecycleAstray: {
    retried: true,
    means: 'The school’s workflow did not run although it has to, or ran although it must not.',
    operator: 'Nothing, if it goes within minutes. If it comes back, find out who ends or starts workflows by hand.',
  },
  AbsenceUnconfirmed: {
    retried: false,
    means: 'Somebody is missing from the source, and for 44 hours no whole read has said whether for good.',
    operator:
      'Look why no run of the school ends well: resume it if it is paused, ask its source if it cannot be read.',
  },
  Unforeseen: {
    retried: true,
    means: 'Something that nobody planned for kept a run from ending.',
    operator: 'Read the worker’s log around the run’s time, and report it.',
  },
  KeyDestroyed: {
    retried: false,
    means: 'A key that is needed no longer exists; what it sealed cannot be opened by anybody.',
    operator: 'If nothing was erased on purpose, treat it as a loss of the keyring and read the school again.',
  },
} as const satisfies Readonly<Record<string, FailureKind>>

export type FailureType = keyof typeof failureKinds

export function isFailureType(type: string | null | undefined): type is FailureType {
  return type !== null && type !== undefined && Object.hasOwn(failureKinds, type)
}
