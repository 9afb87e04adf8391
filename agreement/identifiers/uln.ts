export type UlnCheck = 'valid' | 'missing' | 'malformed' | 'wrongCheckDigit'

// Colleges write this where the number is unknown; it fails the check, but nobody mistyped anything.
const unknownByConvention = '9999999999'

/**
 * Checks a unique learner number exactly as received: ten digits, the first not 0, weighing 10 to 1; the sum modulo 11 must be 10.
 * Numbers whose check digit would have to be 10 are never issued, and fail. Source: HESA, field ULN (reference/domain.md A2).
 */
export function checkUln(value: string): UlnCheck {
  if (value === unknownByConvention) return 'missing'
  if (!/^[1-9][0-9]{9}$/.test(value)) return 'malformed'
  const sum = Array.from(value).reduce((total, digit, index) => total + Number(digit) * (10 - index), 0)
  return sum % 11 === 10 ? 'valid' : 'wrongCheckDigit'
}
