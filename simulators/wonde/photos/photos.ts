import { json, refusal } from '../../http/answer.js'
import { photoOn } from '../../model/photos/photo-on.js'
import { cutPage } from '../paging/cut-page.js'
import { custom } from '../printing/include.js'
import { instantDate } from '../printing/dates.js'
import { wondeId } from '../wonde-id.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatorRequest } from '../../http/request.js'
import type { Photo } from '../../model/photos/photo-on.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { Include } from '../printing/include.js'
import type { Scene } from '../scene.js'

const forbidden = refusal(403, 'forbidden', 'The token is not permitted to read this.')
const notFound = refusal(404, 'resource_not_found', 'Resource not found')

/** `photos` and `photos/{id}`: the pictures themselves. Whose they are only the include of pupils says. */
export function photos(
  scene: Scene,
  collection: string,
  item: string | undefined,
): ((request: SimulatorRequest) => Answer) | undefined {
  if (collection !== 'photos') return undefined
  if (!scene.scopes.allows('photos')) return () => forbidden
  return item === undefined ? (request) => photoList(scene, request) : () => onePhoto(scene, item)
}

/** Of a pupil: which photograph there is, without the picture. */
export const photoInclude: Include<Pupil> = {
  ...custom('photos', [], (pupil: Pupil, scene) => {
    const photo = photoOn(scene.seed, pupil, scene.roster.day)
    return photo === undefined ? [] : outline(pupil, photo, scene)
  }),
  ofTheDay: () => true,
}

function photoList(scene: Scene, request: SimulatorRequest): Answer {
  const { seed, roster } = scene
  const page = cutPage(roster.pupils, request, 'photos')
  const data = page.rows.flatMap((pupil) => {
    const photo = photoOn(seed, pupil, roster.day)
    return photo ? whole(pupil, photo, scene) : []
  })
  return json(200, { data, meta: { pagination: page.pagination, includes: [] } })
}

function onePhoto(scene: Scene, id: string): Answer {
  const { seed, roster } = scene
  const pupil = roster.pupils.find(({ number }) => wondeId('photos', number, seed) === id)
  const photo = pupil && photoOn(seed, pupil, roster.day)
  return photo ? json(200, { data: whole(pupil, photo, scene) }) : notFound
}

function outline({ number }: Pupil, { takenOn, hash }: Photo, { seed }: Scene) {
  const stamp = instantDate(`${takenOn} 10:00:00`)
  return { id: wondeId('photos', number, seed), hash, created_at: stamp, updated_at: stamp }
}

function whole(pupil: Pupil, photo: Photo, scene: Scene) {
  return { ...outline(pupil, photo, scene), content: photo.bytes.toString('base64') }
}
