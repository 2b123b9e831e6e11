import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import '../../renderer/i18n'
import { type DiskSnapshot, useDisk } from '../../renderer/api'
import { createQueryClient } from '../../renderer/api/queries'
import { useDiskAhead } from '../../renderer/useDiskAhead'
import { aDiskPage } from '../builders/diskPage'
import { eventually } from '../engine/support/eventually'
import { createFakeStrata, type FakeState } from '../fakes/strataApi'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const cached: FakeState['diskFreshness'] = { type: 'cached', at: 5 }
const page = aDiskPage([{ bytes: 100, images: ['app:1'] }])

function Names() {
  const { data } = useDisk()
  return <output>{data?.page.images.map(({ name }) => name).join() ?? 'nothing'}</output>
}

function aWindow(over: Partial<FakeState>) {
  // happy-dom has none; the window of a test is always at rest.
  vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run))
  vi.stubGlobal('cancelIdleCallback', clearTimeout)
  const fake = createFakeStrata({ diskPage: page, diskFreshness: cached, ...over })
  Object.assign(window, { strata: fake.api })
  const brought: (DiskSnapshot | undefined)[] = []
  const prepare = async (known: Promise<DiskSnapshot | undefined>) => void brought.push(await known)
  const Window = ({ looks }: { readonly looks: boolean }) => {
    useDiskAhead(prepare)
    return looks ? <Names /> : null
  }
  const client = createQueryClient()
  const shown = (looks: boolean) => (
    <QueryClientProvider client={client}>
      <Window looks={looks} />
    </QueryClientProvider>
  )
  const { rerender } = render(shown(false))
  const asked = (name: string) => fake.calls.filter((call) => call.name === name).length
  return { brought, asked, look: () => rerender(shown(true)) }
}

test('what is known of the disk is there at the first look, and only that look asks the engine', async () => {
  const { brought, asked, look } = aWindow({ diskKnown: true })
  await eventually(() => expect(brought).toHaveLength(1))
  expect(brought[0]).toMatchObject({ freshness: cached })
  expect(asked('disk.page')).toBe(0)
  look()
  expect(screen.getByRole('status').textContent).toBe('app:1')
  await eventually(() => expect(asked('disk.page')).toBe(1))
})

test('where nothing is known it is asked for when someone looks', async () => {
  const { brought, look } = aWindow({})
  await eventually(() => expect(brought).toEqual([undefined]))
  look()
  expect(screen.getByRole('status').textContent).toBe('nothing')
  await screen.findByText('app:1')
})

test('without an engine nothing is brought', async () => {
  const { endpoint } = createFakeStrata().state.engine
  const { brought, asked } = aWindow({
    diskKnown: true,
    engine: { endpoint, state: { type: 'connecting', since: 0 } },
  })
  await eventually(() => expect(asked('engine.status')).toBe(1))
  expect(brought).toEqual([])
  expect(asked('disk.known')).toBe(0)
})
