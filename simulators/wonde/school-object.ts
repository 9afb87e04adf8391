import { profileFacts } from '../model/profiles.js'
import type { SimulatedSchool } from '../world/simulated-school.js'

const address = {
  address_line_1: '1 Invented Lane',
  address_line_2: null,
  address_town: 'Nowhere',
  address_postcode: 'ZZ99 9ZZ',
  address_country: { code: 'GBR', name: 'United Kingdom' },
}

const extended = {
  allows_writeback: false,
  has_timetables: false,
  has_lesson_attendance: false,
  // The one date that comes without a fraction.
  audit_approved_at: { date: '2024-09-01 00:00:00', timezone_type: 3, timezone: 'UTC' },
}

/** The school as Wonde describes it. Its region is wherever this simulator was reached. */
export function schoolObject({ id, name, model }: SimulatedSchool, host: string): object {
  const { spec, urn, laCode, establishmentNumber } = model.plan
  return {
    id,
    name,
    establishment_number: establishmentNumber,
    urn,
    phase_of_education: profileFacts[spec.profile].phase,
    la_code: laCode,
    timezone: 'Europe/London',
    mis: 'SIMS',
    address,
    extended,
    region: {
      code: 'GBR',
      domain: host,
      school_url: `http://${host}/v1.0/schools/${id}`,
      identifiers: { la_code: laCode, establishment_number: establishmentNumber, urn },
    },
  }
}
