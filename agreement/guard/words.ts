import { items } from '../items.js'
import type { ItemCode } from '../items.js'
import type { Figures } from './figures.js'

type Kind = 'pupil' | 'staff'

const people: Readonly<Record<Kind, string>> = { pupil: 'pupils', staff: 'members of staff' }

/** Why something waits, for a head teacher: what was seen, in figures, and what somebody has to say. They name nobody. */
export const words = {
  unexplainedPupils: (figures: Figures) =>
    `${share(figures, people.pupil)} not listed any more, and neither the source nor a last day nor the end of the top year says why. ` +
    `More than ${figures.limit} at once wait until somebody says whether they have left.`,

  pupils: (figures: Figures, inferred: number) =>
    `${share(figures, people.pupil)} not listed any more. More than ${figures.limit} at once are looked at whatever explains them: ` +
    `the ${inferred} whose leaving the source does not state wait until somebody says whether they have left.`,

  staff: (figures: Figures) =>
    `${share(figures, people.staff)} not listed any more, and the source does not state that they have left. ` +
    `More than ${figures.limit} at once wait until somebody says whether they have.`,

  blanked: ({ of, count, percent, limit }: Figures, item: ItemCode) =>
    `“${items[item].label}” has become empty for ${count} of the ${of} who had it (${percent} percent). ` +
    `More than ${limit} at once look like a fault, so what is held stays until somebody says that it is gone.`,

  renamed: ({ of, count, percent, limit }: Figures, kind: Kind) =>
    `${count} of ${of} ${people[kind]} (${percent} percent) come under another name. ` +
    `More than ${limit} at once may be other people under the same numbers, so the new names wait until somebody has looked.`,

  groups: (figures: Figures) =>
    `${share(figures, 'groups')} not listed any more, outside the weeks in which classes are made anew. ` +
    `More than ${figures.limit} at once wait until somebody says that they have ended.`,

  memberships: ({ of, count, percent, limit }: Figures) =>
    `${count} of ${of} memberships (${percent} percent) would end although group and member go on, outside the weeks in which classes are made anew. ` +
    `More than ${limit} at once wait until somebody says that they have ended.`,

  permissionsNarrowed: (figures: Figures, kind: Kind) =>
    `The school permits less at its connector than at the last whole read, and ${share(figures, people[kind])} not listed any more. ` +
    `They may be there and only not shown, so they wait until somebody says whether they have left.`,
}

function share({ of, count, percent }: Figures, what: string): string {
  return `${count} of ${of} ${what} (${percent} percent) ${count === 1 ? 'is' : 'are'}`
}
