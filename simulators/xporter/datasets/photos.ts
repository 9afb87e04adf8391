import { isOnRoll } from '../../model/pupils/pupil.js'
import { photoOn } from '../../model/photos/photo-on.js'
import { printer } from './columns.js'
import { table } from './dataset.js'
import type { Photo } from '../../model/photos/photo-on.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { View } from '../scene.js'
import type { Columns } from './columns.js'
import type { Endpoint } from './dataset.js'

interface Taken {
  readonly pupil: Pupil
  readonly photo: Photo
}

const columns: Columns<Taken> = {
  Photos: {
    Id: ({ pupil }) => pupil.misId,
    PersonId: ({ pupil }) => pupil.misId,
    PersonType: () => 'Student',
    PersonName: ({ pupil }) => `${pupil.forename} ${pupil.surname}`,
    Photo: ({ photo }) => photo.bytes.toString('base64'),
  },
}

/** Of pupils on roll; none of staff. */
export const photos: Endpoint = {
  scope: 'Photos',
  tables: (view) => {
    const print = printer({ columns, touched: ({ photo }: Taken) => `${photo.takenOn} 10:00:00` }, view)
    return [table('Photos', takenIn(view), print)]
  },
}

function takenIn({ roster, seed, id, parameters }: View): readonly Taken[] {
  if (parameters.get('persontype')?.toLowerCase() === 'staff') return []
  return roster.pupils.flatMap((pupil) => {
    if (!isOnRoll(pupil, roster.day) || (id !== undefined && pupil.misId !== id)) return []
    const photo = photoOn(seed, pupil, roster.day)
    return photo ? [{ pupil, photo }] : []
  })
}
