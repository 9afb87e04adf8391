export type UpnCheck = 'permanent' | 'temporary' | 'malformed' | 'wrongCheckLetter'

// I, O and S are never used: neither as check letter nor as the last letter of a temporary number.
const letters = 'ABCDEFGHJKLMNPQRTUVWXYZ'

const form = new RegExp(`^[${letters}][0-9]{11}[0-9${letters}]$`)

/**
 * Checks a unique pupil number exactly as received: a check letter, LA, establishment, year of allocation, serial; a temporary one ends in
 * a letter. Positions 2 to 13 weigh 2 to 13; the sum modulo 23 is the check letter's place in the alphabet above.
 * Source: DfE, "Unique pupil numbers: a guide for schools and local authorities", recomputed (reference/domain.md A1: two vendors'
 * help pages carry an example with a wrong sum).
 */
export function checkUpn(value: string): UpnCheck {
  if (!form.test(value)) return 'malformed'
  if (!value.startsWith(checkLetter(value.slice(1)))) return 'wrongCheckLetter'
  return letters.includes(value.charAt(12)) ? 'temporary' : 'permanent'
}

/**
 * Whether one pupil may be found again by this number. The letter proves typing, never identity (a random string passes one time in 23);
 * a temporary number is replaced within weeks, so it is no ground for calling two records one person.
 */
export function upnIdentifies(value: string): boolean {
  return checkUpn(value) === 'permanent'
}

function checkLetter(body: string): string {
  const sum = Array.from(body).reduce((total, character, index) => total + worth(character) * (index + 2), 0)
  return letters.charAt(sum % letters.length)
}

function worth(character: string): number {
  const place = letters.indexOf(character)
  return place >= 0 ? place : Number(character)
}
