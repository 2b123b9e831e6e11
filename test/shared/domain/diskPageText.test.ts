import type { DiskPage } from '@shared/domain/diskPage'
import { type PackedPage, packPage, unpackPage } from '@shared/domain/diskPageText'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { aDiskPage, type Branch } from '../../builders/diskPage'

const branch: fc.Arbitrary<Branch> = fc.letrec<{ branch: Branch }>((tie) => ({
  branch: fc.record(
    {
      bytes: fc.nat(1_000_000),
      blobs: fc.nat(3),
      layers: fc.integer({ min: 0, max: 9 }),
      heldBy: fc.constantFrom('cache' as const, 'containers' as const, undefined),
      images: fc.array(fc.constantFrom('app:1', '', 'a/very-long/name@sha256:0'), { maxLength: 2 }),
      above: fc.array(tie('branch'), { maxLength: 3 }),
    },
    { requiredKeys: ['bytes'] },
  ),
})).branch

const overTheWire = (page: DiskPage): DiskPage => {
  const packed: unknown = JSON.parse(JSON.stringify(packPage(page)))
  return unpackPage(packed as PackedPage)
}

it('a page comes out of its text as it went in', () => {
  fc.assert(
    fc.property(fc.array(branch, { maxLength: 5 }), (roots) => {
      const { images, ...rest } = aDiskPage(roots)
      const named = images.map(({ name, ...image }) => (name === '' ? image : { ...image, name }))
      const page = { ...rest, images: named }
      expect(overTheWire(page)).toEqual(JSON.parse(JSON.stringify(page)))
    }),
    { numRuns: 60 },
  )
})

it('5,000 images take less than a megabyte', () => {
  const above = Array.from({ length: 5_000 }, (_, n): Branch => {
    return { bytes: 1_000_000 + n, images: [`registry.example.com/team/service-${n}:2026.11.${n}`] }
  })
  const text = JSON.stringify(packPage(aDiskPage([{ bytes: 80_000_000, images: ['base:12'], above }])))
  expect(text.length).toBeLessThan(1_000_000)
})
