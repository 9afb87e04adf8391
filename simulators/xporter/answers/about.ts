import { json } from '../../http/answer.js'
import { staffOn } from '../../model/staff/staff-on.js'
import { RELYING_PARTY } from '../access/credentials.js'
import { scopeNames } from '../access/scope-names.js'
import { endpoints } from '../datasets/endpoints.js'
import { envelope } from './envelope.js'
import type { Answer } from '../../http/answer.js'
import type { SimulatedSchool } from '../../world/simulated-school.js'
import type { Scene } from '../scene.js'

/** What a token is good for. */
export function tokenDetails({ pass }: Scene, school: SimulatedSchool): Answer {
  const { estab, expires, scopes } = pass
  const said = { Estab: estab, Expires: expires, Name: school.name, RelyingParty: RELYING_PARTY, Scopes: scopes }
  return json(200, { ...said, ...envelope(null) })
}

export function allScopes(): Answer {
  const Scopes = scopeNames.map((Name) => ({ Name, Category: null, Description: null }))
  return json(200, { Scopes, ...envelope(null) })
}

/** The queries that there are here, each with the scopes of which one is needed. */
export function allQueries(): Answer {
  const Endpoints = [...endpoints].map(([Id, { scope }]) => ({
    Version: 1,
    Id,
    Method: 'GET',
    Scope: scope,
    Path: `School/{estab}/${Id}/{id}`,
    Description: null,
    Documentation: null,
    Published: true,
  }))
  return json(200, { Endpoints, Queries: [], ...envelope(null) })
}

/** Whom the school does not share with this application: they are in no answer. */
export function gdprIds({ pass, world }: Scene, school: SimulatedSchool): Answer {
  const out = school.saved().events.flatMap(({ do: kind, misId }) => (kind === 'optOut' ? [misId] : []))
  const staff = new Set(staffOn(school.model, world.today()).map(({ misId }) => misId))
  const lists = {
    StudentIds: out.filter((misId) => !staff.has(misId)),
    StaffIds: out.filter((misId) => staff.has(misId)),
    ContactIds: [],
    OtherIds: [],
  }
  const GDPR = [{ IsOptIn: false, Estab: pass.estab, RelyingParty: RELYING_PARTY, MIS: null, ...lists }]
  return json(200, { GDPR, ...envelope(null) })
}
