import type { Block } from '../block.js'
import type { ListEnd } from '../source.js'

/** Walks one list, of the school or of everybody, page by page. `keyOf` is what no two rows share, where that is not their id. */
export type WalkList = <T>(
  endpoint: string,
  query: Readonly<Record<string, string>>,
  translate: (row: Block) => T,
  keyOf?: (row: Block) => string,
) => AsyncGenerator<readonly T[], ListEnd, void>
