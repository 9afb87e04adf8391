import fc from 'fast-check'

// Which person, run or hold is meant is a number: whoever stands at that place, modulo how many there are when it comes to it.

/** Something that happens to a school: at its source, by its own people, or by time passing. What cannot happen just then does not. */
export type Act =
  | { readonly do: 'join' | 'heal' | 'night' | 'grantAll' | 'resume' }
  | { readonly do: 'leave' | 'leaveBackdated' | 'delete'; readonly who: number; readonly of: 'pupils' | 'staff' }
  | { readonly do: 'vanish' | 'rename'; readonly who: number; readonly many: number; readonly of: 'pupils' | 'staff' }
  | { readonly do: 'comeBack' | 'moveClass'; readonly who: number }
  | { readonly do: 'changeMis'; readonly reused: boolean }
  | { readonly do: 'fault'; readonly kind: FaultName }
  | { readonly do: 'withdrawItem'; readonly item: number }
  | { readonly do: 'withdrawPupil' | 'grantPupil' | 'tellLeft' | 'takeBack'; readonly who: number }
  | { readonly do: 'withdrawOfPupil' | 'grantOfPupil'; readonly who: number; readonly item: number }
  | { readonly do: 'review'; readonly on: boolean }
  | { readonly do: 'decide'; readonly hold: number; readonly as: Decision; readonly all: boolean }
  | { readonly do: 'revert'; readonly run: number }
  | { readonly do: 'pass'; readonly hours: number }
  | { readonly do: 'sleep'; readonly days: number }

/** What is said of acts of this name. */
export type ActOf<Name extends Act['do'], One = Act> = One extends Act ? (Name extends One['do'] ? One : never) : never

export const faultNames = ['fails', 'refuses', 'isCut', 'missesItsLastPage', 'isEmpty', 'countsWrong'] as const
export type FaultName = (typeof faultNames)[number]
export const decisions = ['release', 'reject', 'defer'] as const
export type Decision = (typeof decisions)[number]

const who = fc.nat(59)
const of = fc.constantFrom('pupils', 'pupils', 'pupils', 'staff' as const)
const item = fc.nat(20)
// Of sixty pupils six are more than may go, or be called otherwise, without anybody's word.
const many = fc.constantFrom(1, 1, 2, 7)

const atTheSource: readonly fc.Arbitrary<Act>[] = [
  fc.record({ do: fc.constant('join') }),
  fc.record({ do: fc.constantFrom('leave', 'leaveBackdated', 'delete'), who, of }),
  fc.record({ do: fc.constantFrom('vanish', 'rename'), who, many, of }),
  fc.record({ do: fc.constantFrom('comeBack', 'comeBack', 'moveClass'), who }),
]
const atTheSchool: readonly fc.Arbitrary<Act>[] = [
  fc.record({ do: fc.constantFrom('withdrawItem'), item }),
  fc.record({ do: fc.constant('grantAll') }),
  fc.record({ do: fc.constantFrom('withdrawPupil', 'grantPupil', 'tellLeft', 'takeBack'), who }),
  fc.record({ do: fc.constantFrom('withdrawOfPupil', 'grantOfPupil'), who, item }),
  fc.record({ do: fc.constant('review'), on: fc.boolean() }),
  fc.record({ do: fc.constant('decide'), hold: fc.nat(3), as: fc.constantFrom(...decisions), all: fc.boolean() }),
  fc.record({ do: fc.constant('revert'), run: fc.nat(3) }),
]
const trouble: readonly fc.Arbitrary<Act>[] = [
  fc.record({ do: fc.constant('changeMis'), reused: fc.boolean() }),
  fc.record({ do: fc.constant('fault'), kind: fc.constantFrom(...faultNames) }),
  fc.record({ do: fc.constantFrom('heal', 'resume') }),
]
const time: readonly fc.Arbitrary<Act>[] = [
  fc.record({ do: fc.constant('pass'), hours: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ do: fc.constant('sleep'), days: fc.integer({ min: 2, max: 40 }) }),
]
const night = fc.record({ do: fc.constant('night') })

/** One act: a night as often as something at the source, so that most of what happens is read. */
export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(...atTheSource) },
  { weight: 4, arbitrary: fc.oneof(...atTheSchool) },
  { weight: 1, arbitrary: fc.oneof(...trouble) },
  { weight: 1, arbitrary: fc.oneof(...time) },
  { weight: 4, arbitrary: night },
)

const MOST_ACTS = 12

export const anySequence: fc.Arbitrary<readonly Act[]> = fc.array(anyAct, {
  minLength: 2,
  maxLength: MOST_ACTS,
  size: 'max',
})
