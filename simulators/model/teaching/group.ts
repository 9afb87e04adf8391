/** A group that is not taught: a year, a registration group, a house, a club. */
export interface Group {
  readonly number: number
  readonly misId: string
  readonly name: string
  readonly code: string
  readonly type: 'YEAR' | 'REGISTRATION' | 'HOUSE' | 'USER'
  readonly description: string
  /** The teaching post that looks after it; who holds the post is a matter of the day. */
  readonly post: number | null
}
