import { cameWords, type LedgerRow } from './ledger'

/** firstSeen, unusedSince, lastUsed, number of the word of `came`. */
type Packed = readonly [number, number | null, number | null, number | null]

/** Most images of a list have the same past: each past stands once, `of` has its number for each row, -1 for none. */
export type PackedLedger = { readonly pasts: readonly Packed[]; readonly of: readonly number[] }

export function packLedgers(rows: readonly (LedgerRow | undefined)[]): PackedLedger {
  const numbers = new Map<string, number>()
  const pasts: Packed[] = []
  const of = rows.map((row) => {
    if (row === undefined) return -1
    const { firstSeen, unusedSince, lastUsed, came } = row
    const past: Packed = [
      firstSeen,
      unusedSince ?? null,
      lastUsed ?? null,
      came === undefined ? null : cameWords.indexOf(came),
    ]
    const key = past.join()
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, pasts.length)
    return pasts.push(past) - 1
  })
  return { pasts, of }
}

export function unpackLedgers({ pasts, of }: PackedLedger): readonly (LedgerRow | undefined)[] {
  const rows = pasts.map(([firstSeen, unusedSince, lastUsed, word]): LedgerRow => {
    const came = word === null ? undefined : cameWords[word]
    return {
      firstSeen,
      ...(unusedSince === null ? {} : { unusedSince }),
      ...(lastUsed === null ? {} : { lastUsed }),
      ...(came === undefined ? {} : { came }),
    }
  })
  return of.map((index) => rows[index])
}
