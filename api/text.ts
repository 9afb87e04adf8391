import { z } from 'zod'

// Control characters and lone surrogates are in no name, and Postgres stores neither NUL nor half a character.
const PRINTABLE = /^[^\p{Cc}\p{Cs}]*$/u

/** One line that a person wrote. */
export const text = z.string().trim().min(1).max(200).regex(PRINTABLE)

/** The form of an id of ours; anything else names nothing, and is not asked of the database. */
export const opaqueId = z.string().regex(/^[a-z0-9-]{1,64}$/)
