import type { PhotoWalk, SourcePhoto, SourcePhotos } from '../../source.js'
import type { Block } from '../../block.js'
import { blockOf, isRow } from '../../block.js'
import { isStatus } from '../../http/failures.js'
import { addressOf } from '../address.js'
import type { Ask } from '../client.js'
import type { WalkList } from '../walk-list.js'
import { idOf, one, text } from '../translate/block.js'

// Nobody says whether the include brings the pictures themselves: a hundred of 300 KB, in base64, are within what we take as one answer.
const ROWS_A_PAGE = '100'

/** Photographs as Wonde has them. `path` is the school's below the origin. */
export function wondePhotos(walk: WalkList, ask: Ask, origin: () => Promise<URL>, path: string): SourcePhotos {
  return {
    list: () => readPhotos(walk),
    picture: async (ref) => readPicture(ask, addressOf(await origin(), `${path}/photos/${encodeURIComponent(ref)}`)),
  }
}

/** Which pupils have a photograph, and which. The list of photographs does not say whose they are, so that of pupils is asked. */
async function* readPhotos(walk: WalkList): PhotoWalk {
  let [pages, records] = [0, 0]
  for await (const rows of walk('students', { include: 'photo', per_page: ROWS_A_PAGE }, translatePhoto)) {
    const page = rows.flatMap((photo) => photo ?? [])
    pages += 1
    records += page.length
    yield page
  }
  return { pages, records }
}

/** One photograph by its id. One that is gone between the list and this is none. */
async function readPicture(ask: Ask, address: URL): Promise<Buffer | null> {
  try {
    const body = await ask(address, 'photos')
    const data = isRow(body) && isRow(body['data']) ? body['data'] : body
    return contentOf(blockOf(data, 'photos'))
  } catch (failure) {
    if (!isStatus(failure, 404, 'photos')) throw failure
    return null
  }
}

/** One row of `students`; null where the pupil has none. Nothing else of the row is looked at. */
export function translatePhoto(row: Block): SourcePhoto | null {
  const photo = one(row, 'photo')
  if (photo === null) return null
  const pupil = { kind: 'sourceId', value: idOf(row) } as const
  if (photo) return { pupil, ref: idOf(photo), hash: text(photo, 'hash'), picture: contentOf(photo) }
  const { photo: bare } = row.row
  if (bare === undefined || bare === null) return null
  return { pupil, ref: idOf({ row: { id: bare }, at: `${row.at}.photo` }), hash: null, picture: null }
}

/** The picture, in base64 or as a data URL. What is no text is no picture; what is in it others judge. */
function contentOf({ row }: Block): Buffer | null {
  const { content } = row
  if (typeof content !== 'string' || content === '') return null
  return Buffer.from(content.replace(/^data:[^,]{0,100},/, ''), 'base64')
}
