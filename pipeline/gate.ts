import { standing } from '../agreement/roll.js'
import type { ItemCode, ItemValue } from '../agreement/items.js'
import type { PeopleRules, Standing } from '../agreement/roll.js'
import { cleanJpeg } from './photos/clean-jpeg.js'
import { cleanPng } from './photos/clean-png.js'
import type { Departure, SourceMark, SourceRecord, SourceResult } from '../connectors/source.js'

declare const passed: unique symbol

/** Something that went through the gate. Only this file can make one, and the store takes nothing else. */
export type Gated<T> = T & { readonly [passed]: true }

/** What a source gave, before the gate has seen it. */
export type Ungated = SourceRecord
export type GatedRecord = Gated<SourceRecord>
export type GatedMark = Gated<SourceMark>
export type GatedResult = Gated<Omit<SourceResult, 'pupil'>>
export type GatedPicture = Gated<Picture>

/** What holds for one read: the items granted, whom the agreement receives, and which London day it is. */
export interface GateTerms {
  readonly granted: ReadonlySet<ItemCode>
  readonly people: PeopleRules
  readonly today: string
}

export type GateOutcome =
  | { readonly passed: Gated<SourceRecord>; readonly refusedItems: number }
  | { readonly refused: 'left' | 'previous'; readonly departure: Gated<Departure> }
  | { readonly refused: 'guest' | 'notYetStarted'; readonly outOfScope: Gated<OutOfScope> }

/** All that may be known of somebody whom the agreement does not receive: for one who is held already, that a read says so is news. */
export interface PersonRef {
  readonly kind: 'pupil' | 'staff'
  readonly ref: string
}

/** Somebody whom a read lists, and whom the agreement does not receive now. */
export interface OutOfScope extends PersonRef {
  /** The first day, where it lies ahead. */
  readonly startsOn: string | null
}

/**
 * Lets through what was granted, of whom the agreement receives, and nothing else (R02, R03, R27, R38).
 * Control facts pass whole: the acceptance grants them with the purpose 'keeping time'.
 */
export function gate(record: SourceRecord, terms: GateTerms): GateOutcome {
  const reason = standingOf(record, terms)
  if (reason !== 'received') return refusal(record, reason)

  const items: Partial<Record<ItemCode, ItemValue>> = {}
  let refusedItems = 0
  for (const [code, value] of Object.entries(record.items)) {
    if (isGranted(code, terms.granted)) items[code] = value
    else refusedItems += 1
  }
  const memberships = record.memberships.filter((membership) => terms.granted.has(membership.item))
  refusedItems += record.memberships.length - memberships.length
  // A UPN that is not granted is no name to find anybody by either, and not even its hash is kept.
  const identities = record.identities.filter(({ kind }) => kind !== 'upn' || terms.granted.has('pupil.upn'))
  return { passed: pass<SourceRecord>({ ...record, identities, items, memberships }), refusedItems }
}

/** Nothing of somebody who is refused goes on but who it is, and of a leaver the day. Groups are never refused. */
function refusal({ kind, ref, facts }: SourceRecord, refused: Exclude<Standing, 'received'>): GateOutcome {
  const person: PersonRef = { kind: kind === 'staff' ? kind : 'pupil', ref }
  if (refused === 'guest') return { refused, outOfScope: pass({ ...person, startsOn: null }) }
  if (refused === 'notYetStarted')
    return { refused, outOfScope: pass({ ...person, startsOn: facts.spell?.start ?? null }) }
  const leftOn = facts.spell?.leaving ?? null
  return { refused, departure: pass({ ...person, by: 'endedEnrolment', leftOn, at: null, identities: [] }) }
}

/** Lets what a source states of a leaving through, and no more of it than its type says: control facts, granted by the acceptance. */
export function gateDeparture({ kind, ref, by, leftOn, at, identities }: Departure): Gated<Departure> {
  const names = identities.map(({ kind: of, value }) => ({ kind: of, value }))
  return pass({ kind, ref, by, leftOn, at, identities: names })
}

/** What holds for one read of marks. */
export interface MarkTerms {
  readonly granted: ReadonlySet<ItemCode>
  /** The first day whose marks are received; null where the agreement keeps earlier years' (requirements.md §4, 10). */
  readonly since: string | null
}

export type MarkOutcome = { readonly passed: Gated<SourceMark> } | { readonly refused: 'notGranted' | 'earlierYear' }

/** Lets a mark through where marks are granted, of the years the agreement receives, and no more of it than its type says (R03, R30). */
export function gateMark({ pupil, date, session, code }: SourceMark, { granted, since }: MarkTerms): MarkOutcome {
  if (!granted.has('pupil.attendance')) return { refused: 'notGranted' }
  if (since !== null && date < since) return { refused: 'earlierYear' }
  return { passed: pass({ pupil, date, session, code }) }
}

export type ResultOutcome = { readonly passed: GatedResult } | { readonly refused: 'notGranted' | 'freeText' }

// A grade, a number, an age. What is longer somebody wrote about a child: nobody chooses that by choosing an aspect.
const LONGEST_RESULT = 100

/** Lets a result through whose own aspect was chosen (R31), whatever was asked for, and no more of it than its type says: whose it is, its row will say. */
export function gateResult(
  { ref, aspect, resultSet, date, value }: Omit<SourceResult, 'pupil'>,
  aspects: ReadonlySet<string>,
): ResultOutcome {
  if (!aspects.has(aspect)) return { refused: 'notGranted' }
  if (value.length > LONGEST_RESULT || (resultSet ?? '').length > LONGEST_RESULT) return { refused: 'freeText' }
  return { passed: pass({ ref, aspect, resultSet, date, value }) }
}

/** A picture and nothing else. */
export interface Picture {
  readonly bytes: Buffer
}

export type PictureOutcome =
  { readonly passed: GatedPicture } | { readonly refused: 'notGranted' | 'tooLarge' | 'notAPicture' }

// A face for a class list is 20 to 200 KB. What is ten times that is another thing, and would make one row of a school as large as all pupils.
export const LARGEST_PICTURE = 2 * 1_048_576

/**
 * Lets a picture through where photographs are granted: a whole JPEG or PNG by its own bytes, whatever the source calls it, and without what
 * cameras and programs write beside it. Anything else is refused, since nobody could say what it carries.
 */
export function gatePicture(bytes: Buffer, granted: ReadonlySet<ItemCode>): PictureOutcome {
  if (!granted.has('pupil.photo')) return { refused: 'notGranted' }
  if (bytes.length > LARGEST_PICTURE) return { refused: 'tooLarge' }
  const clean = cleanJpeg(bytes) ?? cleanPng(bytes)
  return clean ? { passed: pass({ bytes: clean }) } : { refused: 'notAPicture' }
}

function isGranted(code: string, granted: ReadonlySet<string>): code is ItemCode {
  return granted.has(code)
}

function standingOf({ kind, facts }: SourceRecord, { people, today }: GateTerms): Standing {
  return kind === 'group' ? 'received' : standing({ kind, facts }, people, today)
}

/** Leaves out memberships of groups that the read did not list, before anything is digested: once the group is listed, that is a change. */
export function inListedGroups(
  record: Gated<SourceRecord>,
  listed: ReadonlySet<string>,
): { readonly record: Gated<SourceRecord>; readonly unknownGroups: number } {
  const memberships = record.memberships.filter(({ group }) => listed.has(group))
  const unknownGroups = record.memberships.length - memberships.length
  return unknownGroups === 0 ? { record, unknownGroups } : { record: pass({ ...record, memberships }), unknownGroups }
}

/** The one constructor of the brand. */
function pass<T>(value: T): Gated<T> {
  return value as Gated<T>
}
