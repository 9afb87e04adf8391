import { simulatorWith } from '../client.js'

interface Credentials {
  readonly schoolId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly rest: Readonly<Record<'1.1' | '1.2', string>>
  readonly csv: Readonly<Record<'1.1' | '1.2', string>>
}

type Row = Readonly<Record<string, unknown>>

/** One small school, spoken to as a client of OneRoster would. */
export async function rosterOf(school: object, version: '1.1' | '1.2') {
  const simulator = await simulatorWith(school)
  const facts = (await simulator.call('GET', `/_sim/schools/${simulator.id}`)).body.data
  const { oneroster } = facts.credentials as unknown as { readonly oneroster: Credentials }
  const base = oneroster.rest[version]
  const basic = Buffer.from(`${oneroster.clientId}:${oneroster.clientSecret}`).toString('base64')
  const post = (headers: Record<string, string>, form: Record<string, string>) =>
    fetch(`${base}/${version === '1.1' ? 'auth/token' : 'token'}`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
    })
  const answer = await post({ authorization: `Basic ${basic}` }, {})
  const { access_token: bearer } = (await answer.json()) as { readonly access_token: string }
  const get = (path: string) => fetch(`${base}/${path}`, { headers: { authorization: `Bearer ${bearer}` } })
  return {
    ...simulator,
    credentials: oneroster,
    base,
    bearer,
    basic,
    post,
    get,
    list: async (path: string) => {
      const [rows = []] = Object.values((await (await get(path)).json()) as Readonly<Record<string, readonly Row[]>>)
      return rows
    },
    play: (variant: object) => simulator.call('PUT', `/_sim/schools/${simulator.id}/oneroster`, variant),
  }
}
