import type { Subject } from './subjects.js'

export interface TeachingClass {
  readonly number: number
  readonly misId: string
  readonly name: string
  readonly code: string
  readonly subject: Subject
  /** The school year it is taught in, by the year that one began. */
  readonly schoolYear: number
  readonly yearGroup: string
  /** The teaching post that takes it. */
  readonly post: number
}
