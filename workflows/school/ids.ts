/** Every formula of a workflow id stands here once; the API, the tests and the codec read them from here. */
export const lifecycleId = (school: string) => `school/${school}`
/** Whose lifecycle it is; undefined for any other workflow's id. */
export const schoolOfLifecycle = (id: string) => /^school\/([^/]+)$/.exec(id)?.[1]
export const eraseId = (school: string, erasure: string) => `${lifecycleId(school)}/erase/${erasure}`
/** What people decided of what waits is carried out there. */
export const releaseId = (school: string, release: string) => `${lifecycleId(school)}/release/${release}`
export const syncId = (school: string, run: string) => `${lifecycleId(school)}/sync/${run}`
