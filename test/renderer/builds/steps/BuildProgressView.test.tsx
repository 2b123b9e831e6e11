import type { BuildView, DockerfileSpot } from '@shared/domain/build'
import { appError } from '@shared/errors'
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type BuildProgressProps, BuildProgressView } from '../../../../renderer/features/builds/steps'
import '../../../../renderer/i18n'
import { aBuildReport, aBuildView, aLog, aStep, buildStart } from '../../../builders/buildView'
import { createFakeStrata, type FakeStrata } from '../../../fakes/strataApi'

let fake: FakeStrata
/** Turns of the event loop, not milliseconds: a busy machine must not matter. */
const settle = () =>
  act(async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done))
  })
const show = async (props: BuildProgressProps) => {
  const shown = render(<BuildProgressView {...props} />)
  await settle()
  return shown
}
const heading = () => screen.getByRole('heading').textContent
const steps = () => within(screen.getByRole('list', { name: 'Steps of the build' }))
const rows = () =>
  steps()
    .getAllByRole('button')
    .filter((button) => button.dataset['step'] !== undefined)
const row = (name: RegExp) => steps().getByRole('button', { name })

// happy-dom has no layout: a list without a height would have no lines in sight.
beforeAll(() => {
  for (const [name, value] of Object.entries({ clientHeight: 600, clientWidth: 900, offsetHeight: 600 }))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value })
  Element.prototype.scrollIntoView = () => undefined
})
beforeEach(() => {
  fake = createFakeStrata()
  Object.assign(window, { strata: fake.api })
})
afterEach(cleanup)

const definition = aStep({
  id: 'i',
  name: '[internal] load build definition from Dockerfile',
  statuses: [{ id: 't', name: 'transferring dockerfile:', current: 265, completed: buildStart }],
})
const base = aStep({ id: '1', name: '[1/3] FROM docker.io/library/busybox', state: 'cached' })
const running = aStep({ id: '2', name: '[2/3] RUN make', state: 'running', log: aLog(['one', 'two']) })
const waiting = aStep({ id: '3', name: '[3/3] COPY . .', state: 'waiting' })
const broken = aStep({
  id: '2',
  name: '[2/3] RUN make',
  state: 'failed',
  error: 'process "make" did not complete successfully: exit code: 2',
  log: aLog(['make: *** no rule', 'the end']),
})
const spot: DockerfileSpot = {
  file: 'Dockerfile',
  lines: { start: 2, end: 3 },
  excerpt: { firstLine: 1, text: ['FROM busybox', 'RUN make \\', '  all', 'COPY . .'] },
}
const failed: BuildView = aBuildView([definition, base, broken], {
  failure: { message: 'exit code: 2', exitCode: 2, stepId: '2' },
})

describe('a build that runs', () => {
  it('says how far it is, and each step its state and what it printed last', async () => {
    await show({
      view: aBuildView([definition, base, running, waiting]),
      state: 'running',
      startedAt: Date.now(),
      sent: { bytes: 1_000, total: 4_000_000 },
    })
    expect(heading()).toMatch(/^Building \d+\.\d s \(2\/4\)$/)
    expect(screen.getByText('1 cached · 1 kB of 4 MB sent')).toBeTruthy()
    expect(screen.getByRole('progressbar', { name: 'Building' }).getAttribute('aria-valuenow')).toBe('50')
    expect(rows().map((each) => each.textContent)).toEqual([
      '[1/3] FROM docker.io/library/busyboxCached',
      expect.stringMatching(/^\[2\/3\] RUN makeRunning\d+\.\d s$/),
      '[3/3] COPY . .Waiting',
    ])
    expect(steps().getByText('two')).toBeTruthy()
    expect(steps().queryByText('one')).toBeNull()
  })

  it('shows layers that come down with their bytes, and a context that goes up', async () => {
    const layer = `sha256:${'cd34'.repeat(16)}`
    const pulling = aStep({
      id: '1',
      name: '[1/2] FROM docker.io/library/busybox',
      state: 'running',
      statuses: [
        { id: 'a', name: `resolve ${layer}`, current: 0, started: buildStart, completed: buildStart + 1 },
        { id: layer, name: layer, current: 8_400_000, total: 29_000_000, started: buildStart },
        { id: 'c', name: 'transferring context:', current: 12_400, started: buildStart },
      ],
    })
    await show({ view: aBuildView([pulling]), state: 'running' })
    const [first, second, third] = screen.getAllByRole('listitem').slice(1)
    expect(first?.textContent).toMatch(/^cd34cd34cd348\.4 MB of 29 MB/)
    expect(second?.textContent).toMatch(/^transferring context12\.4 kB/)
    expect(third).toBeUndefined()
  })

  it('tells of the first moments', async () => {
    await show({ view: aBuildView([]), state: 'running', startedAt: Date.now() })
    expect(screen.getByText('Asking the engine to build…')).toBeTruthy()
  })

  it('keeps what the builder does by itself behind one line, which says what goes on', async () => {
    const context = aStep({ id: 'c', name: '[internal] load build context', state: 'running' })
    await show({ view: aBuildView([definition, context, waiting]), state: 'running' })
    const toggle = screen.getByRole('button', { name: '2 internal steps [internal] load build context' })
    expect(rows()).toHaveLength(1)
    fireEvent.click(toggle)
    expect(toggle.getAttribute('aria-expanded')).toBe('true')
    expect(rows()).toHaveLength(3)
  })
})

describe('a build that failed', () => {
  it('opens the step, marks the lines of the Dockerfile, and says what to do', async () => {
    const error = appError('BUILD_STEP_FAILED', { step: '[2/3] RUN make', exitCode: 2, line: 2 })
    await show({ view: failed, state: 'failed', spot, error, startedAt: 0, endedAt: 10_840 })
    expect(heading()).toBe('Build failed · 10.8 s (2/3)')
    const alert = within(screen.getByRole('alert', { name: 'Why it failed' }))
    expect(alert.getByText('The step “[2/3] RUN make” failed (exit code 2).')).toBeTruthy()
    const excerpt = alert.getByRole('group', { name: 'Line 2 of Dockerfile' })
    expect([...excerpt.children].map((line) => line.textContent)).toEqual([
      '1FROM busybox',
      '2>RUN make \\ (here it went wrong)',
      '3>  all (here it went wrong)',
      '4COPY . .',
    ])
    expect(row(/RUN make/).getAttribute('aria-expanded')).toBe('true')
    expect(steps().getByText('make: *** no rule')).toBeTruthy()
    fireEvent.click(alert.getByRole('button', { name: 'Show the step' }))
    await act(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
    )
    expect(document.activeElement).toBe(row(/RUN make/))
  })

  it('shows a failed internal step with the others, and the engine’s words without ours', async () => {
    const metadata = aStep({
      id: 'm',
      name: '[internal] load metadata for nope',
      state: 'failed',
      error: 'denied',
    })
    const view = aBuildView([metadata], { failure: { message: 'pull access denied', stepId: 'm' } })
    await show({ view, state: 'failed' })
    expect(screen.getByRole('alert').textContent).toContain('pull access denied')
    expect(row(/load metadata for nope/).getAttribute('aria-expanded')).toBe('true')
  })

  it('copies the error with the place', async () => {
    await show({ view: failed, state: 'failed', spot })
    fireEvent.click(screen.getByRole('button', { name: 'Copy error' }))
    await settle()
    expect(fake.calls).toEqual([
      {
        name: 'app.copy',
        input: {
          text: [
            'Dockerfile:2',
            '--------------------',
            '1 |     FROM busybox',
            '2 | >>> RUN make \\',
            '3 | >>>   all',
            '4 |     COPY . .',
            '--------------------',
            '',
            'ERROR: exit code: 2',
          ].join('\n'),
        },
      },
    ])
  })
})

describe('a build that ended', () => {
  it('says what was made and whose names it took, and leads to the image', async () => {
    const opened: string[] = []
    const [was, gone] = [`sha256:${'12'.repeat(32)}`, `sha256:${'34'.repeat(32)}`]
    const report = aBuildReport({
      dangling: [{ imageId: was, was: 'app:1' }],
      gone: [{ imageId: gone, was: 'app:latest' }],
    })
    await show({
      view: aBuildView([base]),
      state: 'succeeded',
      report,
      onOpenImage: (id) => opened.push(id),
    })
    expect(heading()).toMatch(/^Built/)
    const card = within(screen.getByRole('region', { name: 'What was made' }))
    for (const text of [
      'app:2',
      'app:latest',
      '187 MB',
      '1.2 kB',
      'was app:1',
      'was app:latest',
      'abababababab',
    ])
      expect(card.getByText(text)).toBeTruthy()
    fireEvent.click(card.getByRole('button', { name: 'Show image' }))
    fireEvent.click(card.getByRole('button', { name: '121212121212' }))
    expect(opened).toEqual([report.imageId, was])
    expect(card.queryByRole('button', { name: '343434343434' })).toBeNull()
  })

  it('shows warnings with lines and address, as text', async () => {
    const warning = {
      message: 'FromAsCasing: casing does not match',
      detail: ['use one'],
      url: 'https://docs.example/rule',
      file: 'Dockerfile',
      lines: [
        { start: 1, end: 1 },
        { start: 4, end: 6 },
      ],
    }
    await show({
      view: aBuildView([base], { warnings: [warning], warningsDropped: 2 }),
      state: 'succeeded',
      report: aBuildReport(),
    })
    const list = screen.getByRole('list', { name: 'Warnings of the builder' })
    expect(list.textContent).toContain(
      'FromAsCasing: casing does not match · Dockerfile line 1, lines 4 to 6',
    )
    expect(list.textContent).toContain('https://docs.example/rule')
    expect(list.textContent).toContain('2 more warnings are not shown.')
    expect(document.querySelector('a')).toBeNull()
  })

  it('says cancelled of what was cancelled, without alarm', async () => {
    const stopped = aStep({ id: '2', name: '[2/3] RUN make', state: 'cancelled', error: 'context canceled' })
    await show({ view: aBuildView([base, stopped]), state: 'cancelled' })
    expect(screen.queryByRole('alert')).toBeNull()
    expect(row(/RUN make/).textContent).toContain('Cancelled')
    expect(row(/RUN make/).getAttribute('aria-expanded')).toBe('false')
  })
})

describe('the keyboard', () => {
  it('goes from step to step, opens by Enter or Right and closes by Left; Tab knows one step', async () => {
    await show({ view: aBuildView([definition, base, running, waiting]), state: 'running' })
    const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
    const focused = () => document.activeElement?.textContent
    const [first] = rows()
    first?.focus()
    press('ArrowDown')
    expect(focused()).toMatch(/RUN make/)
    expect(rows().map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1])
    press('ArrowRight')
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true')
    expect(steps().getByText('one')).toBeTruthy()
    press('ArrowLeft')
    expect(document.activeElement?.getAttribute('aria-expanded')).toBe('false')
    press('End')
    expect(focused()).toMatch(/COPY/)
    press('ArrowDown')
    expect(focused()).toMatch(/COPY/)
    press('Home')
    expect(focused()).toBe('1 internal step')
  })
})

describe('the output', () => {
  it('is found in all steps, opened where it stands, and marked', async () => {
    const other = aStep({ id: '1', name: '[1/3] RUN ls', log: aLog(['Rule of thumb', 'x'], 7) })
    await show({ view: aBuildView([other, broken]), state: 'failed' })
    const field = screen.getByRole('searchbox', { name: 'Search the output' })
    fireEvent.change(field, { target: { value: 'rule' } })
    await settle()
    expect(screen.getByText('– of 2 lines')).toBeTruthy()
    expect(row(/RUN ls/).textContent).toContain('1 line found')
    fireEvent.keyDown(field, { key: 'Enter' })
    await settle()
    expect(screen.getByText('1 of 2 lines')).toBeTruthy()
    expect(row(/RUN ls/).getAttribute('aria-expanded')).toBe('true')
    expect([...document.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['Rule', 'rule'])
    expect(document.querySelector('mark[data-current]')?.textContent).toBe('Rule')
    fireEvent.click(screen.getByRole('button', { name: 'Line before' }))
    expect(screen.getByText('2 of 2 lines')).toBeTruthy()
    fireEvent.change(field, { target: { value: 'nowhere' } })
    await settle()
    expect(screen.getByText('No line holds it')).toBeTruthy()
  })

  it('of five thousand lines mounts those in sight, numbers them from the first ever, and tells what was dropped', async () => {
    const long = aStep({
      id: '1',
      name: 'RUN yes',
      log: aLog(
        Array.from({ length: 5_000 }, (_, index) => `line ${index}`),
        1_200,
      ),
    })
    await show({ view: aBuildView([long]), state: 'succeeded', report: aBuildReport() })
    fireEvent.click(row(/RUN yes/))
    await settle()
    const log = screen.getByRole('list', { name: 'Output of RUN yes' })
    const mounted = within(log).getAllByRole('listitem')
    expect(mounted.length).toBeLessThan(100)
    expect(mounted[0]?.getAttribute('aria-setsize')).toBe('5000')
    expect(mounted[0]?.textContent).toBe('1201line 0')
    expect(screen.getByText('1,200 earlier lines were dropped: the newest are kept.')).toBeTruthy()
  })

  it('has its own colours and says what was cut', async () => {
    const step = aStep({
      id: '1',
      name: 'RUN x',
      log: aLog([
        { text: 'a red b', stream: 'stderr', styles: [{ from: 2, to: 5, foreground: 1, bold: true }] },
        { text: 'long', stream: 'stdout', cut: 12_000 },
      ]),
    })
    await show({ view: aBuildView([step]), state: 'succeeded', report: aBuildReport() })
    fireEvent.click(row(/RUN x/))
    await settle()
    expect(screen.getByText('red').className).toBe('font-semibold ansi-1')
    expect(screen.getByText('… 12,000 more characters')).toBeTruthy()
  })
})
