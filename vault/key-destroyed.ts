/** A key is gone, and with it all that it sealed. Says whose kind of key, never whose. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed'
}
