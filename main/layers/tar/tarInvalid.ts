/** Bytes that are no tar, or one that ends too early. `offset`: of the header or the data that is wrong, uncompressed. */
export class TarInvalid extends Error {
  static readonly noHeader = 'something that is no header'

  constructor(
    /** Plain words: `a header has a wrong checksum`. */
    readonly reason: string,
    readonly offset: number,
  ) {
    super(`${reason} (at byte ${offset})`)
    this.name = 'TarInvalid'
  }
}
