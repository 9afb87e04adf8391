import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identifierFindings } from '../../../agreement/identifiers/findings.js'

const upn = (finding: string, severity: string) => ({ item: 'pupil.upn', finding, severity })
const uln = (finding: string, severity: string) => ({ item: 'pupil.uln', finding, severity })

describe('identifierFindings', () => {
  test.for([
    ['nothing of two good numbers', { 'pupil.upn': 'P207000016049', 'pupil.uln': '9276308686' }, []],
    ['nothing where the MIS has no numbers', { 'pupil.upn': null, 'pupil.uln': '' }, []],
    ['nothing of items that were not received', {}, []],
    ['a wrong check letter', { 'pupil.upn': 'Q207000016049' }, [upn('wrongCheckLetter', 'error')]],
    ['a UPN of another form', { 'pupil.upn': 'none' }, [upn('malformed', 'error')]],
    ['a UPN that is no text', { 'pupil.upn': 207000016049 }, [upn('malformed', 'error')]],
    ['a temporary UPN, as a warning', { 'pupil.upn': 'X00180001701A' }, [upn('temporary', 'warning')]],
    ['an unknown authority, as a warning', { 'pupil.upn': 'D999400024123' }, [upn('unknownAuthority', 'warning')]],
    ['a wrong check digit', { 'pupil.uln': '9876543210' }, [uln('wrongCheckDigit', 'error')]],
    ['a ULN of another form', { 'pupil.uln': '0123456789' }, [uln('malformed', 'error')]],
    ['a ULN that is no text', { 'pupil.uln': 9276308686 }, [uln('malformed', 'error')]],
    ['nothing of the ULN that means unknown', { 'pupil.uln': '9999999999' }, []],
  ] as const)('reports %s', ([, items, findings]) => {
    expect(identifierFindings(items)).toEqual(findings)
  })

  test('never says the value', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][0-9]{12}$/), fc.stringMatching(/^[0-9]{10}$/), (upn, uln) => {
        const said = JSON.stringify(identifierFindings({ 'pupil.upn': upn, 'pupil.uln': uln }))
        expect(said).not.toContain(upn)
        expect(said).not.toContain(uln)
      }),
    )
  })
})
