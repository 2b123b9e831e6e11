import type { DiskImage } from '@shared/domain/disk'
import { diskPicture } from '@shared/domain/diskPicture'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { imageId } from '../../builders/imageRow'

const image = (
  n: number,
  size: number,
  sharedSize?: number,
  tags: readonly string[] = [`app:${n}`],
): DiskImage => ({
  id: imageId(n),
  tags,
  repoDigests: [],
  size,
  ...(sharedSize === undefined ? {} : { sharedSize }),
})

describe('the picture of the disk', () => {
  it('is own bytes by repository and shared ones once, and adds up to the total of the engine', () => {
    const images = [
      image(1, 500, 400, ['acme/api:1', 'acme/api:2']),
      image(2, 430, 400, ['acme/web:1']),
      image(3, 20, 0, ['acme/api:old']),
      image(4, 7, 0, []),
      image(5, 400, 400, ['base:12']),
    ]
    const picture = diskPicture({ images, layersSize: 557 })
    expect(picture).toMatchObject({
      total: 557,
      addsUp: true,
      rest: { type: 'shared', bytes: 400, elsewhereAtLeast: 0 },
      sizes: 1_357,
      imageCount: 5,
      withoutOwn: 1,
    })
    expect(
      picture.groups.map(({ repository, own, tiles }) => [repository, own, tiles.map(({ name }) => name)]),
    ).toEqual([
      ['acme/api', 120, ['acme/api:1', 'acme/api:old']],
      ['acme/web', 30, ['acme/web:1']],
      [undefined, 7, ['000000040123']],
      ['base', 0, []],
    ])
    expect(picture.groups[0]?.tiles[0]).toMatchObject({ own: 100, size: 500, moreNames: 1 })
    expect(picture.groups[3]?.others).toEqual({ count: 1, own: 0 })
  })

  it('tells layers that no image has: surely, where no two images share', () => {
    expect(diskPicture({ images: [image(1, 60, 0)], layersSize: 100 }).rest).toEqual({
      type: 'elsewhere',
      bytes: 40,
      elsewhereAtLeast: 40,
    })
    // Two images share up to 30 each: of 100 more, at least 40 are in neither.
    const two = [image(1, 40, 30), image(2, 50, 30)]
    expect(diskPicture({ images: two, layersSize: 130 }).rest).toEqual({
      type: 'shared',
      bytes: 100,
      elsewhereAtLeast: 40,
    })
  })

  it('does not bend numbers that contradict each other, as those of the containerd store', () => {
    const picture = diskPicture({ images: [image(1, 300, 100), image(2, 300, 100)], layersSize: 320 })
    expect(picture).toMatchObject({ addsUp: false, total: 500, rest: { type: 'atLeast', bytes: 100 } })
  })

  it('has no images, or one', () => {
    expect(diskPicture({ images: [], layersSize: 0 })).toMatchObject({ groups: [], total: 0, addsUp: true })
    expect(diskPicture({ images: [image(1, 9, 0)], layersSize: 9 })).toMatchObject({
      total: 9,
      rest: { bytes: 0 },
      groups: [{ repository: 'app', own: 9, tiles: [{ own: 9 }] }],
    })
    // Where the engine does not tell what is shared.
    expect(diskPicture({ images: [image(1, 9)], layersSize: 9 }).groups[0]?.own).toBe(9)
  })

  it('of 1,000 equal images draws 300 and counts the rest, in a small message', () => {
    const images = Array.from({ length: 1_000 }, (_, n) => image(n, 1_000_000, 0))
    const picture = diskPicture({ images, layersSize: 1_000_000_000 })
    expect(picture.groups.map(({ tiles, others }) => [tiles.length, others])).toEqual([
      [300, { count: 700, own: 700_000_000 }],
    ])
    expect(JSON.stringify(picture).length).toBeLessThan(100_000)
  })

  it('any images of a true store: areas add up to the total, each image is somewhere once', () => {
    // Layers with bytes, and images that hold some of them: what a classic engine computes its numbers from.
    const store = fc.record({
      layers: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 20 }),
      images: fc.array(fc.uniqueArray(fc.nat(19), { maxLength: 8 }), { maxLength: 40 }),
    })
    fc.assert(
      fc.property(store, ({ layers, images }) => {
        const held = images.map((some) => some.filter((layer) => layer < layers.length))
        const bytesOf = (some: readonly number[]) =>
          some.reduce((all, layer) => all + (layers[layer] ?? 0), 0)
        const isShared = (layer: number) => held.filter((some) => some.includes(layer)).length > 1
        const listed = held.map((some, n) =>
          image(n, bytesOf(some), bytesOf(some.filter(isShared)), n % 3 === 0 ? [] : [`r${n % 5}:${n}`]),
        )
        const layersSize = layers.reduce((all, one) => all + one, 0)
        const picture = diskPicture({ images: listed, layersSize })
        expect(picture.addsUp).toBe(true)
        expect(picture.total).toBe(layersSize)
        const groups = picture.groups.reduce((all, { own }) => all + own, 0)
        expect(groups + picture.rest.bytes).toBe(layersSize)
        for (const { own, tiles, others } of picture.groups)
          expect(tiles.reduce((all, tile) => all + tile.own, 0) + others.own).toBe(own)
        const counted = picture.groups.reduce(
          (all, { tiles, others }) => all + tiles.length + others.count,
          0,
        )
        expect(counted).toBe(listed.length)
        const inNone = layers.filter((_, layer) => !held.some((some) => some.includes(layer)))
        expect(picture.rest.elsewhereAtLeast).toBeLessThanOrEqual(inNone.reduce((all, one) => all + one, 0))
      }),
    )
  })
})
