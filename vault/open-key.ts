/** A key that is open for one activity or one request. Printing, logging or serialising it shows its id only. */
export class OpenKey {
  readonly id: string
  readonly #bytes: Buffer

  constructor(id: string, bytes: Buffer) {
    this.id = id
    this.#bytes = bytes
  }

  /** The key material. Whoever calls this must not keep it. */
  bytes(): Buffer {
    return this.#bytes
  }
}
