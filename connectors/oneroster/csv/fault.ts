import { SourceFailure } from '../../source.js'

/** What is wrong with a package, and where; never what stands there. */
export interface FileFault {
  /**
   * As the standard calls it, `users.csv`, with its package's day before it where several lie together; null where it is the package itself.
   * What somebody else called a file is never said.
   */
  readonly file: string | null
  /** On which the row begins; the header is on line 1. */
  readonly line?: number
  /** Which cell of the row, the first being 1. */
  readonly column?: number
  /** What the standard calls that column. */
  readonly name?: string
  readonly code: string
  /** What to do, where the code does not say it by itself. */
  readonly advice?: string
}

type FaultType = 'SourceIncomplete' | 'SourceChangedShape'

/** A package that cannot be read, or must not be believed. */
export class FileFailure extends SourceFailure {
  declare readonly type: FaultType
  readonly fault: FileFault

  constructor(fault: FileFault, type: FaultType = 'SourceChangedShape') {
    const { code, advice } = fault
    super(type, `${placeOf(fault)}: ${code}${advice === undefined ? '' : `, ${advice}`}`)
    this.fault = fault
  }
}

/** The package as a whole: no zip of rosters, or a hostile one. */
export const badPackage = (code: string, advice?: string) =>
  new FileFailure({ file: null, code, ...(advice === undefined ? {} : { advice }) })

/** As it came it is only a part of what was sent. */
export const damaged = (code: string) => new FileFailure({ file: null, code }, 'SourceIncomplete')

/** A file that a read needs, or that was announced. */
export const notInPackage = (file: string) => new FileFailure({ file, code: 'not_in_the_package' }, 'SourceIncomplete')

/** Lets a fault of the package itself be that of `zip`, where several lie together. */
export function blaming<T>(zip: string, work: () => T): T {
  try {
    return work()
  } catch (failure) {
    if (!(failure instanceof FileFailure) || failure.fault.file !== null) throw failure
    throw new FileFailure({ ...failure.fault, file: zip }, failure.type)
  }
}

/** `users.csv line 3 column 9 (familyName)`, as far as it is known. */
function placeOf({ file, line, column, name }: FileFault): string {
  const parts = [
    file ?? 'file',
    line === undefined ? '' : `line ${line}`,
    column === undefined ? '' : `column ${column}`,
    name === undefined ? '' : `(${name})`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}
