/** A national curriculum year as an MIS writes it. */
export function yearLabel(year: number): string {
  return year === 0 ? 'R' : String(year)
}

export function yearName(year: number): string {
  return year === 0 ? 'Reception' : `Year ${year}`
}
