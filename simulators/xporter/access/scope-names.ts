/** Every scope there is at Xporter. A school grants them one by one; the data of most is not simulated. */
export const scopeNames = [
  'Address', 'AgencyAgent', 'AssessmentResults', 'Attendance', 'Conduct', 'ConductComments', 'Contact', 'EmergeForWeb', 'EmergeViaXod',
  'EndpointInfo', 'Photos', 'SEN', 'SENTypes', 'School', 'SchoolLite', 'Staff', 'StaffAbsence', 'StaffAddress', 'StaffContractual',
  'StaffEmployment', 'StaffEthnicity', 'StaffExtended', 'StaffFinancial', 'StaffLite', 'StaffPersonalContact', 'StaffReligion', 'Student',
  'StudentDemographic', 'StudentDetentions', 'StudentEthnicity', 'StudentExclusions', 'StudentExtended', 'StudentFamily',
  'StudentFreeText', 'StudentFunding', 'StudentHistory', 'StudentLite', 'StudentMedical', 'StudentPregnancy', 'StudentReligion',
  'StudentSchoolHistory', 'UPN', 'WritebackAssessment', 'WritebackAttendance', 'WritebackConduct', 'WritebackPhotos',
] as const // prettier-ignore

/** How a scope is denied on the control plane: beside the identities of the other protocol. */
export function isXporterScope(identity: string): boolean {
  return scopeNames.some((name) => identity === `xporter.${name}`)
}
