/** Thrown when what is asked for was sealed under a key that no longer exists, by erasure or by loss. Trying again is useless. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed'

  constructor(what = 'The key was destroyed, or was never made; what it sealed cannot be opened.') {
    super(what)
  }
}
