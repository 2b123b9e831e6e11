import type { JobSnapshot } from '@shared/job'
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectEvents } from '../../../renderer/api'
import { createQueryClient } from '../../../renderer/api/queries'
import { EngineDialog } from '../../../renderer/features/engine'
import '../../../renderer/i18n'
import { anEndpoint, createFakeStrata, type FakeStrata } from '../../fakes/strataApi'

const other = {
  ...anEndpoint,
  id: 'context:other',
  name: 'other',
  host: 'unix:///other.sock',
  current: false,
}
const running: JobSnapshot = {
  id: 'job-1',
  kind: 'pullImage',
  title: { count: 1, name: 'redis:7' },
  startedAt: 0,
  state: { type: 'running', progress: { phase: 'working', done: 0, total: 0, unit: 'bytes' } },
  cancellable: true,
  subjects: [],
  logLines: 0,
}

// A busy machine must not matter.
vi.setConfig({ testTimeout: 60_000 })
const until = async (check: () => void) => await vi.waitFor(check, { timeout: 30_000 })

let fake: FakeStrata
let stop: () => void
const onClose = vi.fn()
const used = () => fake.calls.filter(({ name }) => name === 'engine.use')
const choose = async () => fireEvent.click(await screen.findByRole('button', { name: /^other/ }))

async function open(jobs: readonly JobSnapshot[]) {
  fake = createFakeStrata({ endpoints: [anEndpoint, other], jobs })
  Object.assign(window, { strata: fake.api })
  const client = createQueryClient()
  stop = connectEvents(client)
  render(
    <QueryClientProvider client={client}>
      <EngineDialog onClose={onClose} />
    </QueryClientProvider>,
  )
  await until(() => expect(client.getQueryData(['jobs', 'list'])).toBeDefined())
}

beforeEach(() => onClose.mockClear())
afterEach(() => {
  stop()
  cleanup()
})

describe('leaving an engine', () => {
  it('asks nothing when no job runs there', async () => {
    await open([])
    await choose()
    await until(() => expect(onClose).toHaveBeenCalled())
    expect(used()).toHaveLength(1)
  })

  it('asks first when a job runs, names both engines, and stays when told to', async () => {
    await open([running])
    await choose()
    expect(
      await screen.findByText(/1 job is not over on default\. Going to other ends it as failed/),
    ).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Stay' }))
    expect(screen.queryByText(/not over/)).toBeNull()
    expect(used()).toEqual([])
    await choose()
    fireEvent.click(await screen.findByRole('button', { name: 'End it and switch' }))
    await until(() => expect(onClose).toHaveBeenCalled())
    expect(used()).toEqual([{ name: 'engine.use', input: { endpointId: 'context:other' } }])
  })

  it('says when the job has ended meanwhile', async () => {
    await open([running])
    await choose()
    await screen.findByText(/not over/)
    const ended: JobSnapshot = { ...running, endedAt: 1, state: { type: 'cancelled' } }
    act(() => fake.emit.jobs({ updated: [ended], dismissed: [] }))
    expect(await screen.findByText('The jobs on default are over. You can go to other.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Switch' }))
    await until(() => expect(used()).toHaveLength(1))
  })
})
