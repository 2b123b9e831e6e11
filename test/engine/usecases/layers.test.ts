import type { ImageLayers } from '@shared/domain/imageLayers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../support/eventually'
import { anImage, fileLayer, imageId, load } from '../support/images'
import { docker, emptySandbox, sandbox } from '../support/sandbox'
import { type App, allRows, app } from './support'

const names = ['base:1', 'api:1', 'web:1', 'lone:1'] as const
const [bottom, tools] = [fileLayer('bottom', 400_000), fileLayer('tools', 90_000)]

/** Destroys everything on its engine. */
beforeAll(async () => {
  await emptySandbox()
  const history = (file: string) => `COPY ${file} / # buildkit`
  const base = [
    { createdBy: history('bottom'), layer: bottom },
    { createdBy: 'CMD ["sh"]' },
    { createdBy: history('tools'), layer: tools },
  ]
  await load([
    anImage({ tags: [names[0]], steps: base }),
    anImage({
      tags: [names[1], 'api:also'],
      steps: [
        ...base,
        { createdBy: history('api'), layer: fileLayer('api', 30_000) },
        { createdBy: 'ENV A=1' },
      ],
    }),
    anImage({
      tags: [names[2]],
      steps: [...base, { createdBy: history('web'), layer: fileLayer('web', 7_000) }],
    }),
    // The same layer as in the others, on nothing: not shared on the disk.
    anImage({ tags: [names[3]], layers: [tools] }),
  ])
})
afterAll(async () => await emptySandbox())

async function whole(images: App['images'], image: string): Promise<ImageLayers> {
  // An answer waits for other images for a moment only: asked until all of them are read.
  for (;;) {
    const answer = await images.layers({ image })
    if (answer.unread === 0) return answer
  }
}

describe('layers', () => {
  test('are those of docker inspect and docker history, with base, own part and who shares', async () => {
    const { images } = await app()
    const { layers, emptySteps, base, alignment, sharing, totals, store } = await whole(images, 'api:1')
    const diffIds: string[] = JSON.parse(
      await docker('inspect', '--format', '{{json .RootFS.Layers}}', 'api:1'),
    )
    expect(layers.map(({ diffId }) => diffId)).toEqual(diffIds)
    const printed = await docker(
      'history',
      '--human=false',
      '--no-trunc',
      '--format',
      '{{.Size}}\t{{.CreatedBy}}',
      'api:1',
    )
    const copied = printed.split('\n').filter((line) => line.includes('COPY'))
    expect(layers.map(({ bytes, step }) => `${bytes}\t${step?.createdBy.text}`)).toEqual(
      [...copied].reverse(),
    )
    expect(emptySteps).toMatchObject([
      { above: 0, createdBy: { text: 'CMD ["sh"]' } },
      { above: 2, createdBy: { text: 'ENV A=1' } },
    ])
    expect(alignment).toBe('exact')
    expect(base).toMatchObject({ name: 'base:1', layers: 2, known: 'chain' })
    expect(layers.map(({ isBase, sharedBy }) => [isBase, sharedBy])).toEqual([
      [true, 2],
      [true, 2],
      [false, 0],
    ])
    expect(sharing).toEqual([
      { imageId: await imageId('base:1'), name: 'base:1', layers: 2 },
      { imageId: await imageId('web:1'), name: 'web:1', layers: 2 },
    ])
    expect((totals.base ?? 0) + (totals.own ?? 0)).toBe(totals.layers)
    expect((totals.shared ?? 0) + (totals.unique ?? 0)).toBe(totals.layers)
    expect(store).toBe(sandbox().store)
  })

  test.each(names)('of %s share what the engine itself says they share', async (name) => {
    const { images, client } = await app()
    const { totals } = await whole(images, name)
    const { images: told } = await client().diskUsage({})
    const image = told.find(({ tags }) => tags.includes(name))
    expect(totals.image).toBe(image?.size)
    if (sandbox().store === 'classic') {
      expect(totals.layers).toBe(image?.size)
      expect(totals.unique).toBe((image?.size ?? 0) - (image?.sharedSize ?? 0))
    }
    // Both stores: shared is unpacked files.
    expect(totals.shared).toBe(image?.sharedSize)
    // The list has the same bytes, on the containerd store with those of its blobs on top.
    const { id = '' } = image ?? {}
    const own = (await images.sizes.view()).unique(id)
    expect(totals.unique).toBe(own?.files)
    await eventually(async () => {
      const row = (await allRows(images)).find((each) => each.id === id)
      expect(row?.unique).toBe((totals.unique ?? 0) + (own?.blobs ?? 0))
    })
    // The containerd store's sizes have compressed content on top.
    expect(totals.image).toBeGreaterThanOrEqual(totals.layers ?? 0)
  })

  test('of a platform that was not unpacked have no invented sizes', async () => {
    await load([anImage({ tags: ['far:1'], architecture: 's390x', layers: [fileLayer('far', 50_000)] })])
    const { images } = await app()
    const { layers, totals } = await whole(images, 'far:1')
    if (sandbox().store === 'classic') expect(totals.layers).toBe(totals.image)
    else expect(layers[0]?.bytes ?? totals.layers).toSatisfy((bytes) => bytes === undefined || bytes > 50_000)
  })
})
