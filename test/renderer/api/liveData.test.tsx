import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectEvents, useEngine, useImageDetails, useImages } from '../../../renderer/api'
import { createQueryClient } from '../../../renderer/api/queries'
import { anImageRow, imageId } from '../../builders/imageRow'
import { connected, createFakeStrata, type FakeStrata } from '../../fakes/strataApi'

const row = (n: number, tag: string) => anImageRow({ id: imageId(n), tags: [tag] })

function Names() {
  const images = useImages()
  const engine = useEngine().data
  return (
    <output data-state={engine?.state.type}>
      {images.error?.code ?? images.data?.rows.map((each) => each.tags.join()).join(' ') ?? 'nothing'}
    </output>
  )
}

function Details({ id }: { readonly id: string }) {
  const details = useImageDetails(id)
  return <p>{details.data?.references.map((each) => each.familiar).join(' ')}</p>
}

let fake: FakeStrata
let stop: () => void

function open(over: Parameters<typeof createFakeStrata>[0], details?: string): void {
  fake = createFakeStrata(over)
  Object.assign(window, { strata: fake.api })
  const client = createQueryClient()
  stop = connectEvents(client)
  render(
    <QueryClientProvider client={client}>
      <Names />
      {details === undefined ? null : <Details id={details} />}
    </QueryClientProvider>,
  )
}

/** Turns of the event loop, not milliseconds: a busy machine must not matter. */
const settle = () =>
  act(async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done))
  })
const shown = () => screen.getByRole('status').textContent
const asked = (name: string) => fake.calls.filter((call) => call.name === name).length

beforeEach(() => {
  stop = () => undefined
})
afterEach(() => {
  stop()
  cleanup()
})

describe('the list', () => {
  it('is read page by page, and then kept by changes without asking again', async () => {
    open({ rows: [row(1, 'a:1'), row(2, 'b:1'), row(3, 'c:1')], pageSize: 2 })
    await settle()
    expect(shown()).toBe('a:1 b:1 c:1')
    expect(asked('images.list')).toBe(2)
    fake.emit.images({ type: 'delta', revision: 2, upserted: [row(4, 'd:1')], removed: [imageId(2)] })
    await settle()
    expect(shown()).toBe('a:1 c:1 d:1')
    expect(asked('images.list')).toBe(2)
  })

  it('is read again when a change was missed', async () => {
    open({ rows: [row(1, 'a:1')] })
    await settle()
    fake.state.rows = [row(1, 'a:2')]
    fake.state.revision = 5
    fake.emit.images({ type: 'delta', revision: 5, upserted: [], removed: [] })
    await settle()
    expect(shown()).toBe('a:2')
    expect(asked('images.list')).toBe(2)
  })

  it('takes in a change that comes while it is read', async () => {
    open({ rows: [row(1, 'a:1')], revision: 1 })
    fake.emit.images({ type: 'delta', revision: 2, upserted: [row(2, 'b:1')], removed: [] })
    await settle()
    expect(shown()).toBe('a:1 b:1')
  })

  it('is read as soon as the engine answers, with no click', async () => {
    const error = { code: 'ENGINE_UNREACHABLE', params: {}, retryable: true } as const
    open({
      rows: [row(1, 'a:1')],
      listError: error,
      engine: { ...connected, state: { type: 'lost', since: 0, error } },
    })
    await settle()
    expect(shown()).toBe('ENGINE_UNREACHABLE')
    fake.state.listError = undefined
    fake.state.engine = connected
    fake.emit.engine(connected)
    await settle()
    expect(shown()).toBe('a:1')
    expect(screen.getByRole('status').dataset['state']).toBe('connected')
  })

  it('stays on screen when the engine is lost', async () => {
    open({ rows: [row(1, 'a:1')] })
    await settle()
    const error = { code: 'ENGINE_LOST', params: {}, retryable: true } as const
    fake.emit.engine({ ...connected, state: { type: 'lost', since: 0, error } })
    await settle()
    expect(shown()).toBe('a:1')
  })
})

describe('details', () => {
  it('are asked again only for images that a change touches', async () => {
    open({ rows: [row(1, 'a:1'), row(2, 'b:1')] }, imageId(1))
    await settle()
    expect(asked('images.inspect')).toBe(1)
    fake.emit.images({ type: 'delta', revision: 2, upserted: [row(2, 'b:2')], removed: [] })
    await settle()
    expect(asked('images.inspect')).toBe(1)
    fake.state.rows = [row(1, 'a:9'), row(2, 'b:2')]
    fake.emit.images({ type: 'delta', revision: 3, upserted: [row(1, 'a:9')], removed: [] })
    await settle()
    expect(asked('images.inspect')).toBe(2)
    expect(screen.getByText('a:9', { selector: 'p' })).toBeTruthy()
  })
})
