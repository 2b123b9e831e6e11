import { packRows, unpackRows } from '@shared/domain/imageRows'
import { cameWords } from '@shared/domain/ledger'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anImageRow, imageId } from '../../builders/imageRow'

const time = fc.nat(3)
const ledger = fc.record(
  { firstSeen: time, unusedSince: time, lastUsed: time, came: fc.constantFrom(...cameWords) },
  { requiredKeys: ['firstSeen'] },
)

test('the pasts of rows travel once each and come back to every row', () => {
  fc.assert(
    fc.property(fc.array(fc.option(ledger, { nil: undefined })), (pasts) => {
      const rows = pasts.map((past, i) => anImageRow({ id: imageId(i), ...(past && { ledger: past }) }))
      expect(unpackRows(JSON.parse(JSON.stringify(packRows(rows))))).toEqual(rows)
    }),
  )
  const same = Array.from({ length: 5_000 }, (_, i) =>
    anImageRow({ id: imageId(i), ledger: { firstSeen: 1 } }),
  )
  expect(packRows(same).ledger.pasts).toHaveLength(1)
})
