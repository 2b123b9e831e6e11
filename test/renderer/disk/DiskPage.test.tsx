import type { DiskPage as Page } from '@shared/domain/diskPage'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import '../../../renderer/i18n'
import { createQueryClient } from '../../../renderer/api'
import { DiskPage } from '../../../renderer/features/disk'
import { chosen } from '../../../renderer/features/disk/chosen'
import { navigation } from '../../../renderer/features/frame'
import { aDiskPage, emptyDisk } from '../../builders/diskPage'
import { imageId } from '../../builders/imageRow'
import { createFakeStrata, type FakeState } from '../../fakes/strataApi'

function shown(diskPage: Page, more: Partial<FakeState> = {}): void {
  Object.assign(window, { strata: createFakeStrata({ diskPage, ...more }).api })
  render(
    <QueryClientProvider client={createQueryClient()}>
      <DiskPage />
    </QueryClientProvider>,
  )
}
const picture = () => screen.findByRole('group', { name: 'The disk, each byte once' })
const tileNames = (box: HTMLElement) =>
  within(box)
    .getAllByRole('button')
    .map((tile) => tile.getAttribute('aria-label'))

// happy-dom has no layout: a picture without a width would be empty.
beforeAll(() => {
  for (const [side, size] of [
    ['clientWidth', 800],
    ['clientHeight', 400],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, side, { configurable: true, get: () => size })
  }
})
afterEach(() => {
  cleanup()
  chosen.clear()
  navigation.goTo('images')
  navigation.closeDetails()
})

const family = aDiskPage([
  {
    bytes: 400_000_000,
    images: ['base:12'],
    above: [
      { bytes: 100_000_000, images: ['acme/api:1'] },
      { bytes: 30_000_000, images: ['acme/<b>web</b>:1'] },
    ],
  },
  { bytes: 20_000_000, images: ['lone:1'] },
])

describe('the picture of the disk', () => {
  it('draws each layer once, names its holders, walks by keys with one tab stop', async () => {
    shown(family)
    const box = await picture()
    expect(tileNames(box)).toEqual([
      '400 MB shared by 3 images, base:12, acme/api:1, acme/<b>web</b>:1',
      'acme/api:1, 100 MB that no other image has',
      'acme/<b>web</b>:1, 30 MB that no other image has',
      'lone:1, 20 MB that no other image has',
    ])
    expect(box.querySelector('b')).toBeNull()
    const tiles = within(box).getAllByRole('button')
    expect(tiles.map((tile) => tile.tabIndex)).toEqual([0, -1, -1, -1])
    tiles[0]?.focus()
    fireEvent.keyDown(box, { key: 'ArrowRight' })
    expect(document.activeElement).toBe(tiles[1])
    const sum = screen.getByText(/Sum of image sizes/).closest('p')
    expect(sum?.textContent).toBe('Sum of image sizes 1.35 GB− shared 800 MB= 550 MB on disk')
  })

  it('goes into a family by a click and out again by Esc and the trail', async () => {
    shown(family)
    const box = await picture()
    fireEvent.click(within(box).getByRole('button', { name: /^400 MB shared/ }))
    expect(tileNames(await picture())).toHaveLength(3)
    const trail = screen.getByRole('navigation', { name: 'Where the picture is' })
    within(trail).getByText('base:12')
    fireEvent.click(screen.getByRole('button', { name: 'Add 3 to selection' }))
    screen.getByText('Without these 3 images 530 MB come back.')
    fireEvent.keyDown(await picture(), { key: 'Escape' })
    expect(tileNames(await picture())).toHaveLength(4)
  })

  it('is there as a table too, where chosen images tell what comes back and why the rest stays', async () => {
    shown(family)
    fireEvent.mouseDown(await screen.findByRole('tab', { name: 'Shared layers' }), { button: 0 })
    screen.getByRole('list', { name: 'Images by the layers that they share' })
    expect(screen.queryByRole('status', { name: '' })).toBeTruthy()
    chosen.toggle([imageId(1), imageId(2)], true)
    await screen.findByText('Without these 2 images 130 MB come back. Because of base:12 400 MB stay.')
  })

  it('says how old it is, that it is about, and what is missing', async () => {
    const about = { ...family, sums: { ...family.sums, about: ['unread' as const], unread: 2 } }
    shown(about, { diskFreshness: { type: 'cached', at: 0 } })
    await screen.findByText(/^as of/)
    screen.getByText('About: layers of 2 images are not read yet.')
    cleanup()
    shown(emptyDisk)
    await screen.findByText('There are no images on this engine.')
    expect(screen.queryByRole('group', { name: 'The disk, each byte once' })).toBeNull()
  })
})
