import type { Row, Scene } from '../scene.js'

// Organisations never say when they were made; one stamp for all keeps them equal from night to night.
const STAMP = '2015-09-01T02:00:00.000Z'

/** The school itself: all that a credential of one school sees. */
export function orgs({ school }: Scene): Row[] {
  const { establishmentNumber, urn } = school.model.plan
  return [
    {
      sourcedId: school.id,
      status: 'active',
      dateLastModified: STAMP,
      metadata: { urn: String(urn) },
      name: school.name,
      type: 'school',
      identifier: establishmentNumber,
      children: [],
    },
  ]
}
