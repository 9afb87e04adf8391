import { schoolYearOf } from '../../model/calendar.js'
import { profileFacts } from '../../model/profiles.js'
import { printer } from './columns.js'
import { table } from './dataset.js'
import type { Columns } from './columns.js'
import type { Endpoint } from './dataset.js'

const columns: Columns<null> = {
  'School|SchoolLite': {
    Id: () => '1',
    Name: (_, { school }) => school.name,
    Head: () => 'A. Head',
    MainContact: () => null,
    Telephone: () => '01632 960000',
    Web: () => null,
    Email: () => 'office@school.test',
    Phase: (_, { school }) => profileFacts[school.model.plan.spec.profile].phase,
    Address: () => '1 Invented Lane\nNowhere\nZZ99 9ZZ\n',
    // The number in the MIS, which need not be the one the school goes by here.
    EstabId: (_, { school }) => school.model.plan.laCode + school.model.plan.establishmentNumber,
    CurrentAcademicYear: (_, { roster }) => String(schoolYearOf(roster.day)),
  },
}

export const schoolInfo: Endpoint = {
  scope: 'School,SchoolLite',
  tables: (view) => [table('SchoolInfo', [null], printer({ columns, touched: () => '2015-09-01 02:00:00' }, view))],
}
