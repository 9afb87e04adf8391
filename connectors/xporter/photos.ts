import { isStatus } from '../http/failures.js'
import type { PhotoWalk, SourcePhoto, SourcePhotos } from '../source.js'
import { schoolAddress } from './address.js'
import type { WalkList } from './departures.js'
import type { Ask } from './http/client.js'
import { readDatasets } from './payloads.js'
import type { XporterBinding } from './settings.js'
import { idOf, text } from './translate/row.js'
import type { Row } from './translate/row.js'

const ENDPOINT = 'Photos'

// Ids of pupils and of staff overlap, so that whose is always said.
const ofPupils = { PersonType: 'Student' }

/** Photographs as Xporter has them: the list without its pictures, and each picture by the id of the person. */
export function xporterPhotos(walk: WalkList, ask: Ask, { baseUrl, schoolId }: XporterBinding): SourcePhotos {
  return {
    list: () => readList(walk),
    picture: async (ref) => {
      const query = { ...ofPupils, select: 'Id,Photo' }
      const address = schoolAddress(baseUrl, schoolId, `${ENDPOINT}/${encodeURIComponent(ref)}`, query)
      try {
        const [row] = readDatasets(await ask(address, ENDPOINT), ENDPOINT, ENDPOINT).rows(ENDPOINT)
        return row ? pictureIn(row) : null
      } catch (failure) {
        if (!isStatus(failure, 404, ENDPOINT)) throw failure
        return null
      }
    },
  }
}

async function* readList(walk: WalkList): PhotoWalk {
  const query = { ...ofPupils, select: 'Id,PersonId,PersonType,LastUpdated,RowHash' }
  let [pages, records] = [0, 0]
  for await (const { rows } of walk({ endpoint: ENDPOINT, query })) {
    const page = rows(ENDPOINT).flatMap((row) => translatePhoto(row) ?? [])
    pages += 1
    records += page.length
    yield page
  }
  return { pages, records }
}

/** One row of `Photos`; null where it is of a member of staff. What says that a picture is another is the hash of the row, or when it was written. */
export function translatePhoto(row: Row): SourcePhoto | null {
  if (/^staff$/i.test(text(row, 'PersonType') ?? '')) return null
  const id = idOf(row)
  return {
    pupil: { kind: 'misId', value: text(row, 'PersonId') ?? id },
    ref: id,
    hash: text(row, 'RowHash') ?? text(row, 'LastUpdated'),
    picture: pictureIn(row),
  }
}

/** A source that heeds no `select` sends the pictures with the list. */
function pictureIn({ cells }: Row): Buffer | null {
  const photo = cells.get('photo')
  return typeof photo === 'string' && photo !== '' ? Buffer.from(photo, 'base64') : null
}
