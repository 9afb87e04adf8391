/** The 23 letters of a UPN: no I, O or S, which look like digits. */
const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXYZ'

/** Where a number was given: the UPN carries the school that allocated it, mostly not the one the pupil is at now. */
export interface Allocation {
  readonly laCode: number
  readonly establishment: number
  readonly year: number
  readonly serial: number
  /** A number for a pupil who may have one already that is not yet known: ends in a letter. */
  readonly temporary: boolean
}

export function upnOf({ laCode, establishment, year, serial, temporary }: Allocation): string {
  const digits = String(serial % 1000).padStart(3, '0')
  const ending = temporary ? digits.slice(0, 2) + LETTERS.charAt(Number(digits.slice(2))) : digits
  const body = `${laCode}${String(establishment).padStart(4, '0')}${String(year % 100).padStart(2, '0')}${ending}`
  return checkLetter(body) + body
}

/** Positions 2 to 13 weigh 2 to 13; a letter counts by its place among the 23; the sum modulo 23 is the check letter. */
export function checkLetter(body: string): string {
  const sum = Array.from(body).reduce((total, sign, index) => total + valueOf(sign) * (index + 2), 0)
  return LETTERS.charAt(sum % 23)
}

function valueOf(sign: string): number {
  return /\d/.test(sign) ? Number(sign) : LETTERS.indexOf(sign)
}
