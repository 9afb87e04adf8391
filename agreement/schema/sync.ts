import { z } from 'zod'
import { listOf } from './words.js'

const mode = z.enum(['automatic', 'manual'])

/** How changes take effect: by themselves every night, or once the school accepted them. Removals never wait (R08, R54). */
export const sync = z
  .strictObject({
    modes: listOf(mode, (one) => one)
      .min(1)
      .readonly(),
    default: mode,
  })
  .refine(({ modes, default: first }) => modes.includes(first), {
    path: ['default'],
    error: 'A school begins with a mode that it may have: write one of `modes`.',
  })
  .readonly()
