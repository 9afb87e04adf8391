import type { Identity, SourcePhoto, SourcePhotos } from '../../connectors/source.js'
import type { PartHolder } from '../../db/school/parts/part.js'
import type { SchoolHashes } from '../../pipeline/digest.js'
import { gatePicture } from '../../pipeline/gate.js'
import type { GatedPicture } from '../../pipeline/gate.js'
import type { ArrivedPart, HeldPart } from '../../pipeline/parts/compare-parts.js'
import type { PhotosProof } from '../../pipeline/photos/proof.js'
import { countOne } from '../collect/count.js'
import type { Vigil } from '../collect/vigil.js'

export type ArrivedPhoto = ArrivedPart<GatedPicture>

export interface PhotoReading {
  readonly photos: SourcePhotos
  readonly vigil: Vigil
  readonly hashes: SchoolHashes
  /** Whose photograph is received. */
  readonly holderOf: (name: Identity) => PartHolder | undefined
  /** Photographs held, by subject. */
  readonly held: ReadonlyMap<string, HeldPart>
  /** Takes what is new or another, a page at a time: pictures are too large to gather. */
  readonly take: (arrived: readonly ArrivedPhoto[]) => Promise<void>
}

export interface PhotosRead {
  /** Whose photograph is as the source has it. */
  readonly standing: ReadonlySet<string>
  readonly unchanged: number
  readonly proof: PhotosProof
}

/** Reads the list to its end, and fetches each picture that is not the one that is held, through the gate. */
export async function readPhotos(reading: PhotoReading): Promise<PhotosRead> {
  const seen = { standing: new Set<string>(), unchanged: 0, fetched: 0, refused: {} }
  const walk = reading.photos.list()
  let step = await walk.next()
  while (!step.done) {
    const arrived: ArrivedPhoto[] = []
    for (const photo of step.value) {
      const one = await arrival(reading, photo, seen)
      if (one) arrived.push(one)
    }
    await reading.vigil.look()
    if (reading.vigil.grant().items.has('pupil.photo')) await reading.take(arrived)
    step = await walk.next()
  }
  const { standing, unchanged, fetched, refused } = seen
  return { standing, unchanged, proof: { pages: step.value.pages, listed: step.value.records, fetched, refused } }
}

interface Seen {
  readonly standing: Set<string>
  unchanged: number
  fetched: number
  readonly refused: Record<string, number>
}

/** What is to be taken of one photograph; nothing where it is held already, or not received. */
async function arrival(reading: PhotoReading, photo: SourcePhoto, seen: Seen): Promise<ArrivedPhoto | undefined> {
  const holder = reading.holderOf(photo.pupil)
  if (!holder || holder.withheld.includes('pupil.photo')) {
    countOne(seen.refused, holder ? 'withheld' : 'nobodyHeld')
    return undefined
  }
  const subject = holder.id
  const digest = (...of: readonly string[]) => reading.hashes.digest('photo', subject, ...of)
  const isHeld = (one: string | null) => reading.held.get(subject)?.digest === one
  const byHash = photo.hash === null ? null : digest('hash', photo.hash)
  if (!isHeld(byHash)) {
    const content = await fetched(reading, photo, seen)
    if (!content) return undefined
    const now = byHash ?? digest('bytes', content.bytes.toString('latin1'))
    seen.standing.add(subject)
    if (!isHeld(now)) return { subject, part: 'photo', digest: now, content }
  }
  seen.standing.add(subject)
  seen.unchanged += 1
  return undefined
}

async function fetched(
  { photos, vigil }: PhotoReading,
  photo: SourcePhoto,
  seen: Seen,
): Promise<GatedPicture | undefined> {
  const bytes = photo.picture ?? (await photos.picture(photo.ref))
  if (bytes === null) return undefined
  seen.fetched += 1
  const outcome = gatePicture(bytes, vigil.grant().items)
  if ('passed' in outcome) return outcome.passed
  countOne(seen.refused, outcome.refused)
  return undefined
}
