import type { ImageLayer, ImageLayers } from '@shared/domain/imageLayers'
import { appError } from '@shared/errors'
import { err, ok } from '@shared/result'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import '../../../renderer/i18n'
import { connectEvents, createQueryClient } from '../../../renderer/api'
import { LayersView } from '../../../renderer/features/imageDetails/layers/LayersView'
import { createFakeStrata, type FakeStrata } from '../../fakes/strataApi'

const id = (n: number) => `sha256:${n.toString(16).padStart(64, '0')}`
const text = (createdBy: string) => ({ text: createdBy, length: createdBy.length })

function layer(index: number, bytes: number | undefined, over: Partial<ImageLayer> = {}): ImageLayer {
  return {
    index,
    diffId: id(index + 100),
    chainId: id(index + 200),
    ...(bytes === undefined ? {} : { bytes }),
    step: { createdBy: text(`COPY part-${index} / # buildkit`), comment: '' },
    isBase: false,
    sharedBy: 0,
    ...over,
  }
}

const family: ImageLayers = {
  layers: [layer(0, 400_000, { isBase: true, sharedBy: 2 }), layer(1, 90_000), layer(2, 0)],
  layerCount: 3,
  emptySteps: [{ above: 2, createdBy: text('CMD ["<b>x</b>"]') }],
  emptyCount: 1,
  alignment: 'exact',
  base: { imageId: id(1), name: 'base:1', layers: 1, known: 'chain' },
  sharing: [
    { imageId: id(1), name: 'base:1', layers: 1 },
    { imageId: id(2), name: 'web:1', layers: 1 },
  ],
  sharingCount: 2,
  unread: 0,
  totals: { image: 490_000, layers: 490_000, base: 400_000, own: 90_000, shared: 400_000, unique: 90_000 },
  store: 'classic',
}

let fake: FakeStrata
let stop: () => void = () => undefined
const opened = vi.fn<(imageId: string) => void>()

async function shown(
  answer: FakeStrata['state']['layersAnswer'],
  sums?: FakeStrata['api']['images']['sums'],
): Promise<void> {
  fake = createFakeStrata({ layersAnswer: answer })
  if (sums !== undefined) Object.assign(fake.api.images, { sums })
  Object.assign(window, { strata: fake.api })
  HTMLElement.prototype.scrollIntoView = () => undefined
  const client = createQueryClient()
  stop = connectEvents(client)
  render(
    <QueryClientProvider client={client}>
      <LayersView imageId={id(9)} onOpenImage={opened} />
    </QueryClientProvider>,
  )
}

afterEach(() => {
  stop()
  cleanup()
  opened.mockReset()
})

const list = () => screen.findByRole('listbox', { name: /Layers of the image/ })
const names = async () =>
  within(await list())
    .getAllByRole('option')
    .map((option) => option.getAttribute('aria-label'))

describe('the layers of an image', () => {
  it('are named to a screen reader with bytes, instruction and who shares, own over base', async () => {
    await shown(ok(family))
    expect(await names()).toEqual([
      'No layer: CMD ["<b>x</b>"]',
      'Layer 3 of 3, 0 B, in no other image: COPY part-2 / # buildkit',
      'Layer 2 of 3, 90 kB, in no other image: COPY part-1 / # buildkit',
      'Layer 1 of 3, 400 kB, in 2 other images: COPY part-0 / # buildkit',
    ])
    expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-label'))).toEqual([
      'Own, 2 layers, 90 kB',
      'Base, a guess, 1 layer, 400 kB',
    ])
    expect(document.querySelector('b')).toBeNull()
  })

  it('say what comes back without the image, and because of whom the rest stays', async () => {
    const none = { files: 0, blobs: 0 }
    const reclaim = {
      freed: { files: 90_000, blobs: 0 },
      staysInImages: { files: 400_000, blobs: 0 },
      staysInBuildCache: none,
      staysInContainers: none,
    }
    const because = { imageId: id(1), name: 'base:1', bytes: 400_000, others: 0 }
    const sum = { count: 1, stored: { ...none, about: [] }, reclaim: { ...reclaim, about: [] }, because }
    const sums = vi.fn<FakeStrata['api']['images']['sums']>(
      async () => await Promise.resolve(ok({ unread: 0, sums: [sum] })),
    )
    await shown(ok(family), sums)
    await screen.findByText('Without this image 90 kB come back. Because of base:1, 400 kB stay.')
    expect(sums).toHaveBeenCalledWith({ sets: [[id(9)]] })
    sums.mockResolvedValue(
      ok({
        unread: 0,
        sums: [{ ...sum, reclaim: { ...reclaim, about: ['cache'] }, because: { ...because, others: 2 } }],
      }),
    )
    cleanup()
    await shown(ok(family), sums)
    await screen.findByText(
      'Without this image about 90 kB come back. Because of base:1 and 2 more images, about 400 kB stay.',
    )
  })

  it('are walked by keys; the chosen one tells its digests and leads to who shares it', async () => {
    await shown(ok(family))
    const box = await list()
    fireEvent.keyDown(box, { key: 'End' })
    const detail = screen.getByRole('region', { name: 'Layer' })
    expect(detail.textContent).toContain('Layer 1 of 3')
    expect(detail.textContent).toContain(id(200))
    expect(box.getAttribute('aria-activedescendant')).toBe(
      within(box).getByRole('option', { selected: true }).id,
    )
    fireEvent.click(within(detail).getByRole('button', { name: 'web:1' }))
    expect(opened).toHaveBeenCalledWith(id(2))
    fireEvent.keyDown(box, { key: 'ArrowUp' })
    expect(screen.getByRole('region', { name: 'Layer' }).textContent).toContain(
      'No other image on this engine',
    )
  })

  it('say what is not known: images not read, sizes not told', async () => {
    await shown(
      ok({
        ...family,
        layers: [layer(0, undefined)],
        layerCount: 1,
        unread: 7,
        alignment: 'uncertain',
        totals: { image: 490_000 },
      }),
    )
    await screen.findByText('7 images not read yet')
    expect((await names())[0]).toContain('Layer 1 of 1, not told')
    screen.getByText(/does not tell the size of every layer/)
    // Asked for again without being told, until all are read.
    fake.state.layersAnswer = ok(family)
    await screen.findByText('3 layers')
    expect(screen.queryByText(/not read yet/)).toBeNull()
  })

  it('are asked for anew when another image changes', async () => {
    await shown(ok(family))
    await list()
    fake.state.layersAnswer = ok({
      ...family,
      sharing: [],
      sharingCount: 0,
      layers: [layer(0, 5)],
      layerCount: 1,
    })
    fake.emit.images({ type: 'delta', revision: 2, upserted: [], removed: [id(2)] })
    await screen.findByRole('option', { name: /Layer 1 of 1, 5 B, in no other image/ })
  })

  it('127 layers are all there; none at all and an error are said', async () => {
    const many = Array.from({ length: 127 }, (_, i) => layer(i, i))
    await shown(ok({ ...family, layers: many, layerCount: 127, emptySteps: [], emptyCount: 0 }))
    // By role each would be looked at for whether it can be seen: seconds on a busy machine.
    expect((await list()).querySelectorAll('[role=option]').length).toBe(127)
    stop()
    cleanup()
    await shown(ok({ ...family, layers: [], layerCount: 0, emptySteps: [], emptyCount: 0 }))
    await screen.findByText('This image has no layers.')
    stop()
    cleanup()
    await shown(err(appError('IMAGE_NOT_FOUND', { image: 'x' })))
    await screen.findByRole('alert')
  })
})
