import type { OpenedImage } from '@shared/domain/contents'
import { appError } from '@shared/errors'
import type { JobSnapshot, JobState } from '@shared/job'
import { err } from '@shared/result'
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import '../../../renderer/i18n'
import { connectEvents, createQueryClient } from '../../../renderer/api'
import { ContentsPage } from '../../../renderer/features/contents'
import { navigation } from '../../../renderer/features/frame'
import { aMadeImage, type MadeImage } from '../../builders/madeImage'
import { type ContentsFake, createContentsFake } from '../../fakes/contentsFake'
import { createFakeStrata, type FakeStrata } from '../../fakes/strataApi'

const shop = aMadeImage([
  {
    instruction: 'ADD base /',
    entries: ['bin/', { path: 'bin/sh', data: 'x'.repeat(900), mode: 0o755 }, 'etc/', 'etc/passwd=root'],
    isBase: true,
    sharedBy: 2,
  },
  {
    instruction: 'COPY . /srv',
    entries: [
      'srv/',
      { path: 'srv/a\u202eb.txt', data: 'one\ntwo \u202e three\n' },
      'srv/bin -> /bin/sh',
      'etc/passwd=root and more',
    ],
    wasted: 4,
  },
  { instruction: 'RUN rm /etc/passwd', entries: ['etc/.wh.passwd'] },
])

/** What a person set for an image is kept: each test has its own. */
let opens = 0
let stop: () => void = () => undefined
let main: FakeStrata
let fake: ContentsFake

function shown(
  image: MadeImage = shop,
  opened: Partial<OpenedImage> = {},
  over: Partial<ContentsFake['calls']> = {},
) {
  opens += 1
  fake = createContentsFake(image, {
    opened: { ...image.opened, handle: `opened-${opens}`, id: `sha256:${opens}`, ...opened },
  })
  main = createFakeStrata({}, { ...fake.calls, ...over })
  Object.assign(window, { strata: main.api })
  // Nothing is laid out here: what scrolls has some size.
  for (const [name, value] of Object.entries({ clientHeight: 600, clientWidth: 900, offsetHeight: 600 }))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, value })
  const client = createQueryClient()
  stop = connectEvents(client)
  navigation.openContents({ place: { type: 'engine', image: 'shop:1' } })
  render(
    <QueryClientProvider client={client}>
      <ContentsPage />
    </QueryClientProvider>,
  )
}

afterEach(() => {
  stop()
  cleanup()
  act(() => navigation.closeContents())
})

const changed = (name: string): string => `·Something in it changed${name}`
const tree = () => screen.findByRole('treegrid')
const stack = () => screen.findByRole('listbox', { name: /Layers/ })
const names = async (): Promise<readonly string[]> =>
  within(await tree())
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('[role=gridcell]')?.textContent ?? '')
const row = async (name: RegExp) => await screen.findByRole('row', { name })
const press = async (key: string) => fireEvent.keyDown(await tree(), { key })
const job = (id: string, state: JobState, over: Partial<JobSnapshot> = {}): JobSnapshot => ({
  id,
  kind: 'readImage',
  title: { name: 'shop:1' },
  startedAt: 1,
  state,
  cancellable: true,
  subjects: [],
  logLines: 0,
  ...over,
})

describe('layers and files', () => {
  it('name each layer with what it did, the newest on top', async () => {
    shown()
    const options = within(await stack()).getAllByRole('option')
    expect(options.map((option) => option.getAttribute('aria-label'))).toEqual([
      'No layer: CMD ["sh"]',
      'No layer: ENV PATH=/usr/bin',
      'Layer 3 of 3, 0 B, 1 removed: RUN rm /etc/passwd',
      'Layer 2 of 3, 31 B, 3 added, 1 changed, 4 B wasted: COPY . /srv',
      'Layer 1 of 3, 904 B, 4 added, in 2 other images, of the base: ADD base /',
    ])
  })

  it('are walked by keys: folders open and close, the cursor goes to the parent', async () => {
    shown()
    await waitFor(async () => expect(await names()).toEqual(['bin', changed('etc'), 'srv']))
    await press('ArrowDown')
    await press('ArrowRight')
    await waitFor(async () => expect(await names()).toEqual(['bin', 'sh', changed('etc'), 'srv']))
    expect((await row(/^bin/)).getAttribute('aria-expanded')).toBe('true')
    await press('ArrowRight')
    await press('ArrowLeft')
    await press('ArrowLeft')
    await waitFor(async () => expect(await names()).toEqual(['bin', changed('etc'), 'srv']))
    await press('s')
    await waitFor(async () => expect((await row(/^srv/)).getAttribute('aria-selected')).toBe('true'))
  })

  it('give the whole path of a file to the clipboard', async () => {
    shown()
    await waitFor(async () => expect(await names()).toEqual(['bin', changed('etc'), 'srv']))
    await press('ArrowDown')
    await press('ArrowRight')
    await row(/sh/)
    await press('ArrowDown')
    fireEvent.keyDown(await tree(), { key: 'c', ctrlKey: true })
    await waitFor(() =>
      expect(main.calls.filter(({ name }) => name === 'app.copy').map(({ input }) => input)).toEqual([
        { text: '/bin/sh' },
      ]),
    )
  })

  it('switch the layer by keys, and show only what it changed', async () => {
    shown()
    fireEvent.click(await screen.findByRole('button', { name: 'Changes of this layer' }))
    fireEvent.click(screen.getByRole('button', { name: 'Open all folders' }))
    await waitFor(async () => expect((await names()).join()).toMatch(/etc.*−Removedpasswd/))
    fireEvent.keyDown(await stack(), { key: 'ArrowDown' })
    await waitFor(async () => expect((await names()).join()).toMatch(/~Changedpasswd/))
    expect(navigation.place().contents?.layer).toBe(1)
  })

  it('of the layer below and of the one under the pointer are there before someone goes to it', async () => {
    const asked: number[] = []
    const tree: ContentsFake['calls']['tree'] = async (input) => {
      asked.push(input.query.layer)
      return await fake.calls.tree(input)
    }
    shown(shop, {}, { tree })
    await waitFor(() => expect(asked).toEqual([2, 1]))
    fireEvent.pointerOver(await screen.findByRole('option', { name: /^Layer 1 of 3/ }))
    await waitFor(() => expect(asked).toEqual([2, 1, 0]))
    fireEvent.keyDown(await stack(), { key: 'ArrowDown' })
    // In the same turn, with nothing awaited.
    const grid = screen.getByRole('treegrid', { name: 'Files of the layers 1 to 2' })
    expect(grid.getAttribute('aria-busy')).toBe('false')
    expect(within(grid).getByRole('row', { name: /srv/ })).toBeDefined()
  })

  it('filter by name once nobody types any more', async () => {
    shown()
    await tree()
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'sh' } })
    await waitFor(async () => expect(await names()).toEqual(['bin', 'sh']))
    expect(screen.getByText('1 file')).toBeTruthy()
    fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'nothing like it' } })
    fireEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }))
    await waitFor(async () => expect(await names()).toEqual(['bin', changed('etc'), 'srv']))
  })
})

describe('a file', () => {
  it('is shown as text in which nothing hides', async () => {
    shown()
    fireEvent.click(await row(/^srv/))
    fireEvent.click(await row(/txt/))
    const text = await screen.findByRole('list', { name: 'Text of the file' })
    await waitFor(() => expect(text.textContent).toContain('two ⟨U+202E⟩ three'))
    expect(document.body.textContent).not.toContain('\u202e')
  })

  it('that is a link tells where it leads, and is never followed', async () => {
    shown()
    fireEvent.click(await row(/^srv/))
    fireEvent.click(await row(/→/))
    expect(await screen.findByText(/Strata never follows it/)).toBeTruthy()
    expect(fake.asked.some(({ name }) => name === 'file')).toBe(false)
  })

  it('tells its layers, and is saved out from the one that is looked at', async () => {
    shown()
    fireEvent.click(await row(/^bin/))
    fireEvent.click(await row(/^sh/))
    fireEvent.mouseDown(await screen.findByRole('tab', { name: 'Details' }), { button: 0 })
    expect(await screen.findByText('-rwxr-xr-x (0755)')).toBeTruthy()
    expect(await screen.findByRole('button', { name: 'Layer 1' })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Save file out…' }))
    await waitFor(() => expect(fake.asked.at(-1)).toMatchObject({ name: 'saveOut', input: { layer: 2 } }))
  })

  it('whose bytes the engine has yet to give is fetched on a click only', async () => {
    shown()
    fake.state.needsFetch = true
    fireEvent.click(await row(/^bin/))
    fireEvent.click(await row(/^sh/))
    const fetch = await screen.findByRole('button', { name: 'Fetch the files' })
    expect(screen.getByText(/That moves about 843 MB/)).toBeTruthy()
    expect(fake.asked.some(({ name }) => name === 'fetch')).toBe(false)
    fireEvent.click(fetch)
    await waitFor(() => expect(fake.asked.at(-1)?.name).toBe('fetch'))
  })
})

describe('an image that is not read yet', () => {
  const unread = { reading: { type: 'unread', layers: 3, bytes: 843_000_000, isAbout: true } } as const

  it('says what reading costs, and reads on a click; then its files are there', async () => {
    shown(shop, unread)
    expect(await screen.findByText(/asks the engine to save this image once.*about 843 MB/)).toBeTruthy()
    expect(fake.asked.map(({ name }) => name)).toEqual(['open'])
    fireEvent.click(screen.getByRole('button', { name: 'Read the layers' }))
    await waitFor(() => expect(fake.asked.at(-1)?.name).toBe('read'))
    const progress = { phase: 'working', done: 84_000_000, total: 843_000_000, unit: 'bytes' } as const
    act(() =>
      main.emit.jobs({ updated: [job('contents-job-1', { type: 'running', progress })], dismissed: [] }),
    )
    expect(await screen.findByText('84 MB of 843 MB')).toBeTruthy()
    fake.state.opened = { ...fake.state.opened, reading: { type: 'ready' } }
    const report = {
      handle: 'opened-1',
      name: 'shop:1',
      read: 3,
      known: 0,
      bytes: 1,
      entries: 9,
      took: 1,
      problems: [],
    }
    act(() =>
      main.emit.jobs({
        updated: [job('contents-job-1', { type: 'succeeded', result: { type: 'read', report } })],
        dismissed: [],
      }),
    )
    expect(await stack()).toBeTruthy()
  })

  it('says why it could not be read, and can be read again', async () => {
    shown(shop, unread)
    fireEvent.click(await screen.findByRole('button', { name: 'Read the layers' }))
    await waitFor(() => expect(fake.asked.at(-1)?.name).toBe('read'))
    const error = appError('SOURCE_TRUNCATED', { name: 'layer 2' })
    act(() => main.emit.jobs({ updated: [job('contents-job-1', { type: 'failed', error })], dismissed: [] }))
    expect(await screen.findByRole('alert')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Read the layers' }))
    await waitFor(() => expect(fake.asked.filter(({ name }) => name === 'read')).toHaveLength(2))
  })
})

describe('what main has forgotten', () => {
  it('is opened again by itself, once', async () => {
    shown()
    await row(/^bin/)
    fake.state.gone = new Set([fake.state.opened.handle])
    fireEvent.click(await row(/^bin/))
    await waitFor(() => expect(fake.asked.filter(({ name }) => name === 'open')).toHaveLength(2))
    await waitFor(async () => expect(await names()).toEqual(['bin', 'sh', changed('etc'), 'srv']))
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

it('says what is wrong with a place that can’t be opened', async () => {
  shown(shop, {}, { open: async () => err(appError('IMAGE_NOT_FOUND', { image: 'shop:1' })) })
  expect(await screen.findByRole('alert')).toBeTruthy()
})

it('says so of an image without layers', async () => {
  shown(aMadeImage([]))
  expect(await screen.findByText('This image has no layers.')).toBeTruthy()
})

it('offers nothing to open in an image of an engine: what is shown is marked, by its id in the tree', async () => {
  const treeId = `sha256:${'d'.repeat(64)}`
  const other = `sha256:${'e'.repeat(64)}`
  const tree = [treeId, other].map((id, at) => ({
    type: 'image' as const,
    references: ['shop:1'],
    platform: at === 0 ? 'linux/amd64' : 'linux/arm64',
    id,
  }))
  shown(shop, { treeId, tree })
  fireEvent.mouseDown(await screen.findByRole('tab', { name: 'About' }), { button: 0 })
  const all = await screen.findByRole('region', { name: 'Everything that this place holds' })
  expect(within(all).getByText('shown now').closest('li')?.textContent).toContain('linux/amd64')
  expect(within(all).queryByRole('button')).toBeNull()
  cleanup()
  shown(shop, { place: 'file', id: treeId, tree })
  fireEvent.mouseDown(await screen.findByRole('tab', { name: 'About' }), { button: 0 })
  expect(await screen.findAllByRole('button', { name: 'Open' })).toHaveLength(1)
})

it('counts down while the registry asks to wait, and can be called off', async () => {
  const place = { type: 'registry', reference: 'app:1' } as const
  shown(shop, {}, { open: () => new Promise(() => undefined) })
  act(() => navigation.openContents({ place }))
  await screen.findByText('Opening the image…')
  act(() => main.emit.waiting({ reference: 'app:1', reason: 'rateLimited', until: Date.now() + 30_000 }))
  expect(await screen.findByText('The registry asks to wait.')).toBeTruthy()
  expect(screen.getByRole('timer').textContent).toMatch(/^It is asked again in (?:29|30|31) seconds\.$/)
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(fake.asked).toContainEqual({ name: 'stopOpening', input: { place } })
  expect(await screen.findByText('See what is inside an image')).toBeTruthy()
})

it('says that reading costs at least so much, where an engine tells the bytes of files alone', async () => {
  shown(shop, {
    reading: { type: 'unread', layers: 3, bytes: 843_000_000, isAbout: true, isAtLeast: true },
  })
  expect(await screen.findByText(/reads along: at least 843 MB\./)).toBeTruthy()
})

it('says what to do with a file that only an engine can unpack', async () => {
  const failed = async () =>
    err<OpenedImage>(appError('SOURCE_PACKING_UNKNOWN', { name: 'a.tar.xz', packing: 'xz' }))
  shown(shop, {}, { open: failed })
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('a.tar.xz is packed in a way that Strata cannot look into (xz).')
  expect(alert.textContent).toContain('it can be loaded as it is')
  expect(alert.textContent).toContain('xz --decompress --keep a.tar.xz')
})

it('tells damage in what else lies there, and lists it in full', async () => {
  const [index, attestation] = ['a', 'b'].map((letter) => `sha256:${letter.repeat(64)}`)
  shown(shop, {
    place: 'file',
    damage: [
      { type: 'digestMismatch', blob: index ?? '', role: { type: 'index', of: 'shop:\u202e2' } },
      {
        type: 'digestMismatch',
        blob: attestation ?? '',
        role: { type: 'attestation', of: 'linux/amd64' },
      },
      { type: 'digestMismatch', blob: `sha256:${'c'.repeat(64)}` },
    ],
  })
  const note = await screen.findByText(/Index of shop:.*2 \(aaaaaaaaaaaa\), Attestation of linux\/amd64/)
  expect(note.textContent).not.toContain('\u202e')
  expect(note.textContent).toContain('1 more is in the list.')
  fireEvent.click(screen.getByRole('button', { name: 'Show' }))
  const list = await screen.findByRole('region', { name: 'Damaged at this place' })
  expect(within(list).getAllByRole('listitem')).toHaveLength(3)
  expect(list.textContent).toContain(attestation)
})

it('names what is odd about the image', async () => {
  shown(shop, { problems: [{ type: 'foreignLayer', layer: 0 }] })
  expect(await screen.findByText(/Layer 1 is kept elsewhere/)).toBeTruthy()
})
