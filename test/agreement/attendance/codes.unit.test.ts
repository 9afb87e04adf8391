import { expect, test } from 'vitest'
import { codeFinding, countsAs } from '../../../agreement/attendance/codes.js'

test.for([
  ['/', '2024-06-10', 'present'],
  ['\\', '2026-06-10', 'present'],
  ['J', '2024-08-18', 'present'],
  ['J1', '2024-08-19', 'authorised'],
  ['H', '2023-10-02', 'authorised'],
  ['Y', '2023-10-02', 'notRequired'],
  ['Y7', '2026-10-02', 'notRequired'],
  ['K', '2026-10-02', 'present'],
  ['C2', '2026-10-02', 'authorised'],
  ['N', '2026-10-02', 'unauthorised'],
  ['#', '2026-10-02', 'notRequired'],
] as const)('%s on %s counts as %s', ([code, day, as]) => {
  expect(countsAs(code, day)).toBe(as)
  expect(codeFinding(code, day)).toBeNull()
})

test.for([
  ['J', '2024-08-19', 'codeNotInForce'],
  ['H', '2026-10-02', 'codeNotInForce'],
  ['Y', '2026-10-02', 'codeNotInForce'],
  ['J1', '2024-08-18', 'codeNotInForce'],
  ['K', '2024-08-18', 'codeNotInForce'],
  ['QQ', '2026-10-02', 'unknownCode'],
  ['A123456789', '2026-10-02', 'unknownCode'],
] as const)('%s on %s is no code of that day: %s', ([code, day, finding]) => {
  expect(countsAs(code, day)).toBeNull()
  expect(codeFinding(code, day)).toBe(finding)
})

// The DfE's lists, code by code: before 19 August 2024, and since.
test.for([
  ['present', '/ \\ L B P V W', '2023-10-02'],
  ['present', '/ \\ L B P V W', '2026-10-02'],
  ['present', 'J', '2023-10-02'],
  ['present', 'K', '2026-10-02'],
  ['authorised', 'C E I M R S T', '2023-10-02'],
  ['authorised', 'C E I M R S T C1 C2 J1', '2026-10-02'],
  ['unauthorised', 'G N O U', '2023-10-02'],
  ['unauthorised', 'G N O U', '2026-10-02'],
  ['notRequired', 'D X Z # - Y', '2023-10-02'],
  ['notRequired', 'D X Z # - Q Y1 Y2 Y3 Y4 Y5 Y6 Y7', '2026-10-02'],
] as const)('%s is what each of %s counts as on %s', ([as, codes, day]) => {
  expect(codes.split(' ').filter((code) => countsAs(code, day) !== as)).toEqual([])
})

test('nothing between two codes is a code', () => {
  expect(['', ' '].map((code) => codeFinding(code, '2026-10-02'))).toEqual(['unknownCode', 'unknownCode'])
})
