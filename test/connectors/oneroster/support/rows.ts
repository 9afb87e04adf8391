import type { Scripted } from './scripted-source.js'

/** A user of the school as version 1.1 prints one. */
export const student = (id: string, more: object = {}) => ({
  sourcedId: id,
  status: 'active',
  role: 'student',
  orgs: [{ sourcedId: 'org-1' }],
  givenName: 'Given',
  familyName: 'Family',
  ...more,
})

/** Answers one request after the other from a list, with headers. */
export function pagesOf(
  ...pages: readonly (readonly [body: unknown, headers?: Readonly<Record<string, string>>])[]
): Scripted {
  let number = 0
  return (_request, response) => {
    const [body, headers = {}] = pages[number++] ?? [{ users: [] }]
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
}

export const users = (...ids: readonly string[]) => ({ users: ids.map((id) => student(id)) })
