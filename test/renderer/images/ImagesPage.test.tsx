import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectEvents } from '../../../renderer/api'
import { createQueryClient } from '../../../renderer/api/queries'
import { emptySelection } from '../../../renderer/components/grid'
import { dialogs, navigation } from '../../../renderer/features/frame'
import { ImagesPage } from '../../../renderer/features/images'
import { imagesView } from '../../../renderer/features/images/viewState'
import '../../../renderer/i18n'
import { anImageRow, imageId } from '../../builders/imageRow'
import { createFakeStrata, type FakeStrata } from '../../fakes/strataApi'

const day = 86_400_000
const rows = [
  anImageRow({
    id: imageId(1),
    tags: ['redis:7', 'redis:latest'],
    created: 5 * day,
    running: 1,
    usedBy: ['cache'],
  }),
  anImageRow({ id: imageId(2), tags: ['localhost:5000/team/app:1'], created: 4 * day }),
  anImageRow({
    id: imageId(3),
    tags: [],
    naming: 'dangling',
    created: 3 * day,
    was: { tag: 'app:latest', until: Date.now() - 3 * day },
  }),
  anImageRow({ id: imageId(4), tags: ['<b>x\u202e</b>:1'], created: 2 * day }),
  anImageRow({ id: imageId(5), tags: [], naming: 'intermediate', created: day }),
]

let fake: FakeStrata
let stop: () => void
/** Turns of the event loop, not milliseconds: a busy machine must not matter. */
const settle = () =>
  act(async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done))
  })
const grid = () => screen.getByRole('grid', { name: 'Images' })
const lines = () =>
  within(grid())
    .getAllByRole('row')
    .slice(1)
    .map((line) => line.querySelectorAll('[role=gridcell]')[1]?.textContent)
const press = (key: string, more: object = {}) => fireEvent.keyDown(grid(), { key, ...more })
const chosen = () => [...imagesView.get().selection.checked]

// happy-dom has no layout: a grid without a height would have no rows in sight.
beforeAll(() => {
  const size = { clientHeight: 600, clientWidth: 1000 }
  for (const [name, value] of Object.entries(size))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value })
})
beforeEach(async () => {
  fake = createFakeStrata({ rows })
  Object.assign(window, { strata: fake.api })
  imagesView.clearFilters()
  imagesView.setSelection(emptySelection)
  navigation.closeDetails()
  const client = createQueryClient()
  stop = connectEvents(client)
  render(
    <QueryClientProvider client={client}>
      <ImagesPage />
    </QueryClientProvider>,
  )
  await settle()
})
afterEach(() => {
  dialogs.close()
  stop()
  cleanup()
  vi.restoreAllMocks()
})

describe('the list of images', () => {
  it('shows names, why a dangling one dangles, and hostile text as text', () => {
    expect(lines()).toEqual([
      'redis7+1 +1 more tag',
      'localhost:5000/team/app1',
      '000000030123was app:latest until 3 days ago',
      '<b>x⟨U+202E⟩</b>:1',
    ])
    expect(grid().querySelector('b')).toBeNull()
  })

  it('searches as you type and filters by a click', async () => {
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'team' } })
    await settle()
    expect(lines()).toEqual(['localhost:5000/team/app1'])
    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
    fireEvent.click(screen.getByRole('button', { name: /^Dangling/ }))
    await settle()
    expect(lines()).toEqual(['000000030123was app:latest until 3 days ago'])
  })

  it('sorts by a column and says so', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Created' }))
    await settle()
    expect(lines()[0]).toBe('<b>x⟨U+202E⟩</b>:1')
    expect(screen.getByRole('columnheader', { name: 'Created' }).getAttribute('aria-sort')).toBe('ascending')
    imagesView.setSort({ key: 'created', direction: 'descending' })
  })
})

describe('the keyboard', () => {
  it('moves, checks, extends and takes all', () => {
    press('ArrowDown')
    press('ArrowDown')
    press(' ')
    expect(chosen()).toEqual([imageId(2)])
    press('ArrowDown', { shiftKey: true })
    expect(chosen()).toEqual([imageId(2), imageId(3)])
    press('a', { ctrlKey: true })
    expect(chosen()).toHaveLength(4)
    press('Escape')
    expect(chosen()).toEqual([])
  })

  it('opens details by Enter, and the tag dialog by F2', () => {
    const open = vi.spyOn(dialogs, 'open')
    press('Home')
    press('F2')
    expect(open).toHaveBeenCalledWith({ type: 'tag', row: rows[0] })
    press('Enter')
    expect(navigation.place()).toMatchObject({ view: 'images', imageId: imageId(1) })
  })

  it('asks for a removal of every name of every checked image by Del', () => {
    const open = vi.spyOn(dialogs, 'open')
    press('Home')
    press(' ')
    press('ArrowDown')
    press('ArrowDown')
    press(' ')
    press('Delete')
    expect(open).toHaveBeenCalledWith({
      type: 'remove',
      targets: [
        { type: 'reference', reference: 'redis:7', imageId: imageId(1) },
        { type: 'reference', reference: 'redis:latest', imageId: imageId(1) },
        { type: 'image', imageId: imageId(3) },
      ],
    })
  })

  it('copies references by Ctrl+C', async () => {
    press('Home')
    press('c', { ctrlKey: true })
    await settle()
    expect(fake.calls.filter((call) => call.name === 'app.copy')).toEqual([
      { name: 'app.copy', input: { text: 'redis:7\nredis:latest' } },
    ])
  })
})

describe('live', () => {
  it('keeps the chosen rows through a change, and drops those that are gone', async () => {
    press('a', { ctrlKey: true })
    act(() => fake.emit.images({ type: 'delta', revision: 2, upserted: [], removed: [imageId(2)] }))
    await settle()
    expect(chosen()).toEqual([imageId(1), imageId(3), imageId(4)])
  })

  it('marks what a running job removes', async () => {
    act(() =>
      fake.emit.jobs({
        updated: [
          {
            id: 'job',
            kind: 'removeImages',
            title: {},
            startedAt: 1,
            state: { type: 'running', progress: { phase: 'waiting', until: 2 } },
            cancellable: true,
            subjects: [imageId(2)],
            logLines: 0,
          },
        ],
        dismissed: [],
      }),
    )
    await settle()
    expect(within(grid()).getAllByText('going')).toHaveLength(1)
  })

  it('does nothing to images while the engine is away', async () => {
    const open = vi.spyOn(dialogs, 'open')
    const error = { code: 'ENGINE_LOST', params: {}, retryable: true } as const
    act(() => fake.emit.engine({ ...fake.state.engine, state: { type: 'lost', since: 0, error } }))
    await settle()
    press('Home')
    press('Delete')
    press('F2')
    expect(open).not.toHaveBeenCalled()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Remove…' }).disabled).toBe(true)
  })
})
