/** The token of an `Authorization` header: as a bearer, or as the user of Basic with an empty password. */
export function tokenOf(authorization: string | undefined): string | undefined {
  const [scheme, value] = (authorization ?? '').split(' ')
  if (value === undefined) return undefined
  if (scheme?.toLowerCase() === 'bearer') return value
  if (scheme?.toLowerCase() !== 'basic') return undefined
  const [user, password] = Buffer.from(value, 'base64').toString().split(':')
  return password === '' ? user : undefined
}
