import { z } from 'zod'
import { code, listOf, sentence } from './words.js'

/** Who else may get the data, through which feed, and what they are told when something is erased (R12, R13, K16). Nobody else does. */
export const downstream = listOf(
  z
    .strictObject({
      recipient: code,
      name: sentence('who receives the data'),
      feed: sentence('what they receive, and for what'),
      /** `notify`: they are told that it was erased here. `recall`: they have to erase it as well. */
      onErase: z.enum(['notify', 'recall']),
    })
    .readonly(),
  ({ recipient }) => recipient,
).readonly()
