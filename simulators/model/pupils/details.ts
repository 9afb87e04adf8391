import { chance, pick } from '../random.js'

/** What a school writes on a pupil's further pages. Labels as an MIS prints them. */
export interface PupilDetails {
  readonly ethnicity: string | null
  readonly ethnicityCode: string | null
  readonly religion: string | null
  readonly firstLanguage: string | null
  readonly eal: boolean
  readonly senStatus: string
  readonly senNeed: string | null
  readonly fsm: boolean
  readonly fsm6: boolean
  readonly pupilPremium: boolean
  readonly pupilPremiumNotes: string | null
  readonly inCare: boolean
  readonly everInCare: boolean
  readonly inCareDetails: string | null
  readonly serviceChild: boolean
  readonly giftedTalented: boolean
  readonly medicalCode: string | null
  readonly medicalDescription: string | null
  readonly paramedicalSupport: string | null
  readonly dietaryNeeds: string | null
  readonly mealType: string
}

// prettier-ignore
const ethnicities = [
  ['WBRI', 'White - British'], ['WBRI', 'White - British'], ['WBRI', 'White - British'], ['WBRI', 'White - British'],
  ['WIRI', 'White - Irish'], ['WIRT', 'Traveller of Irish Heritage'], ['WROM', 'Gypsy / Roma'], ['WOTH', 'Any Other White Background'],
  ['MWBC', 'White and Black Caribbean'], ['MWBA', 'White and Black African'], ['MWAS', 'White and Asian'],
  ['MOTH', 'Any Other Mixed Background'], ['AIND', 'Indian'], ['APKN', 'Pakistani'], ['ABAN', 'Bangladeshi'],
  ['AOTH', 'Any Other Asian Background'], ['BCRB', 'Black Caribbean'], ['BAFR', 'Black - African'],
  ['BOTH', 'Any Other Black Background'], ['CHNE', 'Chinese'], ['OOTH', 'Any Other Ethnic Group'], ['REFU', 'Refused'],
  ['NOBT', 'Information Not Yet Obtained'], [null, null],
] as const

const languages = ['ENG', 'ENG', 'ENG', 'ENG', 'ENB', 'OTH', 'OTB', 'REF'] as const
const religions = ['No Religion', 'Christian', 'Muslim', 'Hindu', 'Sikh', 'Jewish', 'Buddhist', null] as const
const needs = ['SPLD', 'MLD', 'SEMH', 'SLCN', 'HI', 'VI', 'PD', 'ASD', 'OTH'] as const
const diets = ['Vegetarian', 'Vegan', 'Halal', 'Kosher', 'No nuts', 'Gluten free'] as const
const meals = ['School meal', 'School meal', 'Packed lunch', 'Home'] as const
const conditions = [
  ['AST', 'Asthma'],
  ['EPI', 'Epilepsy'],
  ['DIA', 'Diabetes'],
  ['ALN', 'Nut allergy'],
  ['ECZ', 'Eczema'],
] as const

export function detailsOf(seed: number, number: number, special: boolean): PupilDetails {
  const yes = (share: number, facet: string) => chance(seed, share, facet, number)
  const one = <T>(list: readonly T[], facet: string) => pick(seed, list, facet, number)
  const [ethnicityCode, ethnicity] = one(ethnicities, 'ethnicity')
  const firstLanguage = one(languages, 'language')
  const senStatus = special ? 'E' : yes(0.14, 'sen support') ? 'K' : yes(0.04, 'plan') ? 'E' : 'N'
  const fsm = yes(0.24, 'fsm')
  const inCare = yes(0.008, 'in care')
  const [medicalCode, medicalDescription] = yes(0.12, 'medical') ? one(conditions, 'condition') : [null, null]
  return {
    ethnicity,
    ethnicityCode,
    religion: one(religions, 'religion'),
    firstLanguage,
    eal: firstLanguage === 'OTH' || firstLanguage === 'OTB',
    senStatus,
    senNeed: senStatus === 'N' ? null : one(needs, 'need'),
    fsm,
    fsm6: fsm || yes(0.05, 'fsm6'),
    pupilPremium: fsm || inCare,
    pupilPremiumNotes: null,
    inCare,
    everInCare: inCare || yes(0.005, 'ever in care'),
    inCareDetails: inCare ? 'Placed with foster carers' : null,
    serviceChild: yes(0.02, 'service'),
    giftedTalented: yes(0.07, 'gifted'),
    medicalCode,
    medicalDescription,
    paramedicalSupport: yes(0.01, 'paramedical') ? 'Physiotherapy' : null,
    dietaryNeeds: yes(0.15, 'diet') ? one(diets, 'diet kind') : null,
    mealType: one(meals, 'meal'),
  }
}
