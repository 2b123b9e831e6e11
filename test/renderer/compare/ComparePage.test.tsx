import type { CompareSummary } from '@shared/domain/compare'
import type { ImagePlace, OpenedImage } from '@shared/domain/contents'
import { appError } from '@shared/errors'
import { err, ok } from '@shared/result'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import '../../../renderer/i18n'
import { createQueryClient } from '../../../renderer/api'
import { ComparePage } from '../../../renderer/features/compare'
import { compareSides } from '../../../renderer/features/frame'
import { aCompareRow, aCompareSummary, anOpened, noChanges } from '../../fakes/contentsCompare'
import { createFakeStrata } from '../../fakes/strataApi'

const left = anOpened({ handle: 'h-1', name: 'acme/api:1' })
const right = anOpened({ handle: 'h-2', place: 'registry', name: 'acme/api:latest' })
const rows = [
  aCompareRow({ node: 1, name: 'new.js', change: 'added', rightBytes: 4_000_000 }),
  aCompareRow({ node: 2, name: '\u202eold.js', change: 'removed', leftBytes: 1_000_000 }),
]

function shown(summary: CompareSummary, opened: readonly OpenedImage[] = [left, right]) {
  const fake = createFakeStrata()
  const contents = {
    ...fake.api.contents,
    open: async ({ place }: { place: ImagePlace }) => {
      const image = opened.find((one) => one.place === place.type)
      return await Promise.resolve(image === undefined ? err(appError('REGISTRY_NOT_FOUND')) : ok(image))
    },
  }
  const compare = {
    ...fake.api.compare,
    summary: async () => await Promise.resolve(ok(summary)),
    tree: async (input: unknown) => {
      fake.calls.push({ name: 'compare.tree', input })
      return await Promise.resolve(ok({ total: rows.length, from: 0, rows }))
    },
  }
  Object.assign(window, { strata: { ...fake.api, contents, compare } })
  compareSides.open(
    { place: { type: 'engine', image: 'sha256:1' }, name: 'acme/api:1' },
    { place: { type: 'registry', reference: 'acme/api:latest' }, name: 'acme/api:latest' },
  )
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ComparePage />
    </QueryClientProvider>,
  )
  return fake
}

// happy-dom has no layout: a list without a height would show nothing.
beforeAll(() => {
  for (const [name, value] of Object.entries({ clientHeight: 600, clientWidth: 900, offsetHeight: 600 }))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value })
})
afterEach(() => {
  cleanup()
  compareSides.clear('left')
  compareSides.clear('right')
})

describe('two images beside each other', () => {
  it('tell their differences in short and one by one', async () => {
    const counts = { ...noChanges, added: 1, removed: 1 }
    const bytes = { added: 4_000_000, removed: 1_000_000, changedLeft: 0, changedRight: 0, moved: 0 }
    shown(aCompareSummary({ counts, bytes, rightBytes: 103_000_000 }))
    const sum = await screen.findByRole('region', { name: 'The differences in short' })
    expect(sum.textContent).toContain('100 MB → 103 MB +3 MB')
    expect(sum.textContent).toContain('1 added4 MB')
    const tree = await screen.findByRole('treegrid', { name: 'Files that differ' })
    await within(tree).findByText('new.js')
    expect(tree.textContent).toContain('⟨U+202E⟩')
    expect(tree.textContent).toContain('+4 MB')
    // Letters go to the next name that begins so.
    fireEvent.keyDown(tree, { key: 'n' })
    await within(tree).findByRole('row', { name: /new\.js/, selected: true })
  })

  it('closed folders stay closed until they are opened', async () => {
    const { calls } = shown(aCompareSummary({ counts: { ...noChanges, added: 3 } }))
    fireEvent.click(await screen.findByRole('button', { name: 'Close all folders' }))
    const asked = () => JSON.stringify(calls.filter(({ name }) => name === 'compare.tree').at(-1)?.input)
    await expect.poll(asked).toContain('"open":{"all":false,"except":[]}')
  })

  it('the same ones say so', async () => {
    shown(aCompareSummary())
    await screen.findByText('Both have the same files, settings and steps.')
  })

  it('are read on a click, not before, and only what is not known yet', async () => {
    const unread = {
      ...right,
      reading: { type: 'unread', layers: 2, bytes: 84_000_000, isAbout: false },
    } as const
    const { calls } = shown(aCompareSummary(), [left, unread])
    const read = await screen.findByRole('button', { name: 'Read and compare' })
    await screen.findByText('2 layers not read yet, 84 MB')
    expect(calls.filter(({ name }) => name === 'contents.read')).toEqual([])
    fireEvent.click(read)
    await expect
      .poll(() => calls.filter(({ name }) => name === 'contents.read').map(({ input }) => input))
      .toEqual([{ handle: 'h-2' }])
  })

  it('a side that can’t be opened says why and can be tried again; sides can be swapped', async () => {
    shown(aCompareSummary(), [left])
    const side = within(screen.getByRole('region', { name: 'The image on the right' }))
    await side.findByRole('alert')
    side.getByRole('button', { name: 'Try again' })
    fireEvent.click(screen.getByRole('button', { name: 'Swap the sides' }))
    expect(compareSides.get().left?.place.type).toBe('registry')
  })
})
