import type { DiskImage } from '@shared/domain/disk'
import { diskPicture } from '@shared/domain/diskPicture'
import { ok } from '@shared/result'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import '../../../renderer/i18n'
import { createQueryClient } from '../../../renderer/api'
import { DiskPage } from '../../../renderer/features/disk'
import { navigation } from '../../../renderer/features/frame'
import { imageId } from '../../builders/imageRow'
import { createFakeStrata } from '../../fakes/strataApi'

const image = (n: number, size: number, sharedSize: number, tags: readonly string[]): DiskImage => ({
  id: imageId(n),
  tags,
  repoDigests: [],
  size,
  sharedSize,
})

function shown(images: readonly DiskImage[], layersSize: number): void {
  const row = { kind: 'images', total: images.length, active: 0, size: layersSize, reclaimable: 0 } as const
  const answer = { rows: [row], layersSize, at: 0, picture: diskPicture({ images, layersSize }) }
  Object.assign(window, { strata: createFakeStrata({ diskAnswer: ok(answer) }).api })
  render(
    <QueryClientProvider client={createQueryClient()}>
      <DiskPage />
    </QueryClientProvider>,
  )
}
const picture = () => screen.findByRole('group', { name: /Images by the bytes/ })

// happy-dom has no layout: a picture without a width would be empty.
beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 800 })
})
afterEach(() => {
  cleanup()
  navigation.goTo('images')
  navigation.closeDetails()
})

const family = [
  image(1, 500_000_000, 400_000_000, ['acme/api:1']),
  image(2, 430_000_000, 400_000_000, ['acme/<b>web</b>:1']),
  image(3, 400_000_000, 400_000_000, ['base:12']),
]

describe('the picture of the disk', () => {
  it('names each tile with its bytes, walks by keys with one tab stop, and opens the image', async () => {
    shown(family, 530_000_000)
    const box = await picture()
    const tiles = within(box).getAllByRole('button')
    expect(tiles.map((tile) => tile.getAttribute('aria-label'))).toEqual([
      'Shared, once, 400 MB',
      'acme/api:1, 100 MB of its own, 500 MB in all',
      'acme/<b>web</b>:1, 30 MB of its own, 430 MB in all',
    ])
    expect(box.querySelector('b')).toBeNull()
    expect(tiles.map((tile) => tile.tabIndex)).toEqual([0, -1, -1])
    tiles[0]?.focus()
    fireEvent.keyDown(box, { key: 'ArrowRight' })
    expect(document.activeElement).toBe(tiles[1])
    screen.getByText(
      'All sizes of images together are 1.33 GB. Less what is counted more than once, 800 MB, they take 530 MB.',
    )
    screen.getByText('1 image has no byte of its own, and so no area.')
    fireEvent.click(within(box).getByRole('button', { name: /^acme\/api/ }))
    expect(navigation.place()).toMatchObject({ view: 'images', imageId: imageId(1) })
  })

  it('is there as a table too', async () => {
    shown(family, 530_000_000)
    fireEvent.click(await screen.findByRole('button', { name: 'Table' }))
    const table = screen.getByRole('table', { name: 'Images by repository' })
    const lines = within(table)
      .getAllByRole('row')
      .map((row) => [...row.children].map((cell) => cell.textContent).join('|'))
    expect(lines).toEqual([
      'Image|Own|Share|Size',
      'acme/api|100 MB|18.9%|',
      'acme/api:1|100 MB|18.9%|500 MB',
      'acme/<b>web</b>:1|30 MB|5.7%|',
      'acme/<b>web</b>:1|30 MB|5.7%|430 MB',
      'base|0 B|0%|',
      '1 other|0 B|0%|',
      'Shared, once|400 MB|75.5%|',
      'All of it|530 MB|100%|',
    ])
  })

  it('says what is missing: no images, or numbers that do not add up', async () => {
    shown([], 0)
    await screen.findByText('There are no images on this engine.')
    cleanup()
    shown(family, 200_000_000)
    await screen.findByText(/does not add up to the 200 MB/)
    expect(within(await picture()).getByRole('button', { name: /^Shared, at least/ })).toBeTruthy()
  })
})
