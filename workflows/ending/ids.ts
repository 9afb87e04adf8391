/** The namespace of its own in which schools are ended: what deletes a school's histories must not lie among them. */
export const ERASER_NAMESPACE = 'eraser'

export const endSchoolId = (school: string) => `end/${school}`
