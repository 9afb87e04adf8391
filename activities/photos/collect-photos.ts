import type { CountsByKind } from '../../db/control/run.js'
import { countChanges } from '../../db/school/change.js'
import { applyParts } from '../../db/school/parts/apply-parts.js'
import { heldParts, partHolders } from '../../db/school/parts/part.js'
import type { PartHolder } from '../../db/school/parts/part.js'
import { photoBytes } from '../../db/school/parts/photo-document.js'
import type { OpenSchool } from '../../db/school/pools.js'
import { changesAnyPart, compareParts } from '../../pipeline/parts/compare-parts.js'
import type { HeldPart, PartChanges } from '../../pipeline/parts/compare-parts.js'
import type { GatedPicture } from '../../pipeline/gate.js'
import { isListCredible } from '../../pipeline/photos/proof.js'
import type { PhotosProof } from '../../pipeline/photos/proof.js'
import { countsOf } from '../collect/count.js'
import { openProven } from '../collect/open-proven.js'
import { openSchoolKeys } from '../collect/school-keys.js'
import type { SchoolKeys } from '../collect/school-keys.js'
import { loadTerms } from '../collect/terms.js'
import { underVigil } from '../collect/vigil.js'
import type { Vigil } from '../collect/vigil.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'
import { holderFinder } from '../parts/holder-finder.js'
import { planParts } from '../parts/plan-parts.js'
import { readPhotos } from './read-photos.js'

export interface CollectPhotosInput {
  readonly school: string
  readonly run: string
  /** The workflow's time: what day it is for this run. */
  readonly at: string
}

/** Counts and words; nothing that names or shows a person. */
export interface PhotosResult {
  readonly counts: CountsByKind
  readonly proof: PhotosProof
}

export interface CollectPhotosActivities {
  /**
   * Reads which pupils have a photograph and takes those that are new or another, page by page: each is true by itself. What is gone is
   * removed only when the whole list was read. Idempotent by run.
   */
  collectPhotos(input: CollectPhotosInput): Promise<PhotosResult>
}

export function collectPhotosActivities(deps: ActivityDependencies): CollectPhotosActivities {
  return {
    collectPhotos: (input) => underVigil(deps, input.school, (vigil) => collect(deps, input, vigil)),
  }
}

async function collect(deps: ActivityDependencies, input: CollectPhotosInput, vigil: Vigil): Promise<PhotosResult> {
  const terms = await loadTerms(deps, input.school)
  const { source } = await openProven(deps, terms, vigil)
  const { permitted } = await source.permissions()
  const { photos } = source
  if (!photos || !permitted.has('pupil.photo'))
    throw failure('SourceIncomplete', 'photos: the school shares them no more')
  const [school, keys] = await Promise.all([
    deps.schools.open(input.school),
    openSchoolKeys(deps.keyring, input.school),
  ])
  const store = await openStore(deps, { input, school, keys })
  const { holders, held } = store
  const read = await readPhotos({
    photos,
    vigil,
    hashes: keys.hashes,
    holderOf: holderFinder(holders, keys.hashes),
    held: new Map(held.map((one) => [one.subject, one])),
    take: (arrived) => store.apply(compareParts(arrived, held, () => false)),
  })
  if (!isListCredible(read.proof, held.length))
    throw failure('SourceIncomplete', 'photos: not one is listed, though some are held')
  if (vigil.grant().items.has('pupil.photo')) await store.apply(removing(store, read.standing))
  const ops = (await countChanges(school.db, input.run)).filter(({ kind }) => kind === 'photo')
  return { counts: countsOf(ops, { photo: read.unchanged }, { photo: refusedOf(read.proof) }), proof: read.proof }
}

interface Store {
  readonly holders: readonly PartHolder[]
  /** Of those on roll: absence from the list says nothing of anybody else. */
  readonly held: readonly HeldPart[]
  readonly apply: (changes: PartChanges<GatedPicture>) => Promise<void>
}

async function openStore(
  deps: ActivityDependencies,
  { input, school, keys }: { input: CollectPhotosInput; school: OpenSchool; keys: SchoolKeys },
): Promise<Store> {
  const at = new Date(input.at)
  const holders = await partHolders(school.db, at, 'no')
  const onRoll = new Set(holders.map(({ id }) => id))
  const held = (await heldParts(school.db, ['photo'])).filter(({ subject }) => onRoll.has(subject))
  return {
    holders,
    held,
    apply: async (changes) => {
      const plan = { school: input.school, lookup: keys.lookup, runId: input.run, at, changes, plain: photoBytes }
      if (changesAnyPart(changes)) await applyParts(school.pool, await planParts(deps, plan))
    },
  }
}

/** Those that the source has no more, or has replaced by one that cannot be taken. What is withdrawn of one pupil is for its erasure. */
function removing({ holders, held }: Store, standing: ReadonlySet<string>): PartChanges<GatedPicture> {
  const withheld = new Set(holders.flatMap((holder) => (holder.withheld.includes('pupil.photo') ? holder.id : [])))
  return compareParts<GatedPicture>([], held, ({ subject }) => !standing.has(subject) && !withheld.has(subject))
}

/** Those of people who are not received are no items of anybody's. */
function refusedOf({ refused }: PhotosProof): number {
  return Object.entries(refused).reduce((sum, [reason, count]) => (reason === 'nobodyHeld' ? sum : sum + count), 0)
}
