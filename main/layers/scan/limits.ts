/** Where scanning stops, since a few bytes can claim to be any number of them. Each can be raised by whoever asks. */
export type ScanLimits = {
  /** Of the uncompressed tar, and of all files with their holes. */
  readonly bytes: number
  /** Unpacked bytes for each stored one; counts only beyond `ratioFrom`, since a disk image of zeros is fair. */
  readonly ratio: number
  readonly ratioFrom: number
  readonly entries: number
  /** Of all names, link targets and sparse maps together, with 16 for each folder and file. */
  readonly nameBytes: number
}

const GiB = 1_073_741_824

export const defaultLimits: ScanLimits = {
  bytes: 64 * GiB,
  ratio: 200,
  ratioFrom: 4 * GiB,
  entries: 4_000_000,
  nameBytes: GiB / 4,
}

export type LimitName = Exclude<keyof ScanLimits, 'ratioFrom'>

/** Made into an AppFailure by whoever knows which blob it was. */
export class LimitReached extends Error {
  constructor(
    readonly limit: LimitName,
    readonly max: number,
  ) {
    super(`more than ${max} ${limit}`)
    this.name = 'LimitReached'
  }
}
