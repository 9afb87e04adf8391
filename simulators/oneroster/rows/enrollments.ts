import { firstDay, schoolYearOf } from '../../model/calendar.js'
import { dayAfter, instant, reference, schoolReference } from '../scene.js'
import { classId, registrationId, registrations } from './classes.js'
import { listed, pupilId, staffId } from './people.js'
import type { Pupil } from '../../model/pupils/pupil.js'
import type { Row, Scene } from '../scene.js'

interface Place {
  readonly user: string
  readonly class: string
  readonly role: 'student' | 'teacher'
  readonly stamp: string
  readonly from: string
  readonly last: string | null
}

/** Who is in which registration group and class, pupils and those who teach them. */
export function enrollments(scene: Scene): Row[] {
  const { present, left } = listed(scene)
  const pupils = scene.variant.leavers === 'ended' ? [...present, ...left] : present
  return [...pupils.flatMap((pupil) => learning(scene, pupil)), ...teaching(scene)].map((place) => row(scene, place))
}

function learning(scene: Scene, pupil: Pupil): Place[] {
  const begins = firstDay(schoolYearOf(scene.roster.day))
  const place = {
    user: pupilId(scene, pupil),
    role: 'student' as const,
    stamp: pupil.updatedAt,
    from: pupil.admissionDate > begins ? pupil.admissionDate : begins,
    last: pupil.leavingDate,
  }
  const inForms = pupil.groups.filter(({ type }) => type === 'REGISTRATION')
  return [
    ...inForms.map((group) => ({ ...place, class: registrationId(scene, group) })),
    ...pupil.classes.map((one) => ({ ...place, class: classId(scene, one) })),
  ]
}

function teaching(scene: Scene): Place[] {
  const holders = new Map(
    listed(scene).employed.flatMap((member) => (member.post === null ? [] : [[member.post, member]])),
  )
  const begins = firstDay(schoolYearOf(scene.roster.day))
  const place = (post: number | null, taught: string): Place[] => {
    const member = post === null ? undefined : holders.get(post)
    if (!member) return []
    const from = member.startDate > begins ? member.startDate : begins
    return [
      {
        user: staffId(scene, member),
        class: taught,
        role: 'teacher',
        stamp: member.updatedAt,
        from,
        last: member.endDate,
      },
    ]
  }
  return [
    ...registrations(scene).flatMap((group) => place(group.post, registrationId(scene, group))),
    ...scene.roster.classes.flatMap((one) => place(one.post, classId(scene, one))),
  ]
}

function row(scene: Scene, place: Place): Row {
  return {
    sourcedId: `${place.user}.${place.class}`,
    status: 'active',
    dateLastModified: instant(place.stamp),
    user: reference(scene, 'users', place.user, 'user'),
    class: reference(scene, 'classes', place.class, 'class'),
    school: schoolReference(scene),
    role: place.role,
    primary: String(place.role === 'teacher'),
    beginDate: place.from,
    endDate: place.last === null ? null : dayAfter(place.last),
  }
}
