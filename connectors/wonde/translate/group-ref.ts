/** The endpoints whose objects are groups to us. */
export type GroupEndpoint = 'groups' | 'classes'

/** Ids are unique per endpoint only, and both endpoints give groups: the endpoint belongs to the name. */
export function groupRef(endpoint: GroupEndpoint, id: string): string {
  return `${endpoint}/${id}`
}
