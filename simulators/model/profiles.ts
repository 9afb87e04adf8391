export const profiles = [
  'infant',
  'primary',
  'first',
  'middle',
  'secondary11to16',
  'secondary11to18',
  'allThrough',
  'special',
] as const
export type Profile = (typeof profiles)[number]

/** What kind of school a profile is. Years are numbers, reception being 0; `phase` is Wonde's word for it. */
export interface ProfileFacts {
  readonly firstYear: number
  readonly topYear: number
  readonly statutoryHighAge: number
  readonly phase: string
  /** The range establishment numbers of such schools come from. */
  readonly establishmentsFrom: number
}

export const profileFacts: Readonly<Record<Profile, ProfileFacts>> = {
  infant: { firstYear: 0, topYear: 2, statutoryHighAge: 7, phase: 'PRIMARY', establishmentsFrom: 2000 },
  primary: { firstYear: 0, topYear: 6, statutoryHighAge: 11, phase: 'PRIMARY', establishmentsFrom: 2000 },
  first: { firstYear: 0, topYear: 4, statutoryHighAge: 9, phase: 'PRIMARY', establishmentsFrom: 3000 },
  middle: {
    firstYear: 5,
    topYear: 8,
    statutoryHighAge: 13,
    phase: 'NOT APPLICABLE DEEMED SECONDARY',
    establishmentsFrom: 4000,
  },
  secondary11to16: { firstYear: 7, topYear: 11, statutoryHighAge: 16, phase: 'SECONDARY', establishmentsFrom: 4000 },
  secondary11to18: { firstYear: 7, topYear: 13, statutoryHighAge: 18, phase: 'SECONDARY', establishmentsFrom: 4000 },
  allThrough: { firstYear: 0, topYear: 13, statutoryHighAge: 18, phase: 'ALL THROUGH', establishmentsFrom: 4000 },
  special: { firstYear: 0, topYear: 14, statutoryHighAge: 19, phase: 'SPECIAL', establishmentsFrom: 7000 },
}

export function isProfile(value: unknown): value is Profile {
  return profiles.some((profile) => profile === value)
}
