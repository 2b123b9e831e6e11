import type { JobLog } from '@shared/job'
import { ok } from '@shared/result'
import { isHarmless } from '@shared/text'
import { act, cleanup, createEvent, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { JobLogRing } from '../../../main/jobs/jobLog'
import { JobLogView } from '../../../renderer/features/activity/JobLogView'
import '../../../renderer/i18n'
import { createFakeStrata, type FakeStrata } from '../../fakes/strataApi'

const evil =
  '<img src=x onerror="window.pwned=1"> \u001b]0;title\u0007\u001b]8;;https://evil\u001b\\link \u009b31m \u202egnp.exe \u200b ##vso[task.setvariable variable=a]b'
const command = '::set-output name=token::x'

let fake: FakeStrata
let ring: JobLogRing
const settle = () =>
  act(async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done))
  })
/** The list scrolls itself as well: the test says where it is. */
const noSetter = (): void => undefined
const log = () => screen.getByRole('list', { name: 'Log' })

/** Acts on nobody: no control, nothing that turns text around, no command for a CI. */
function expectDefused(text: string): void {
  expect(isHarmless(text.replaceAll('\n', ''))).toBe(true)
  expect(text).not.toContain('##vso[')
  expect(text).not.toMatch(/^\s*::/m)
  expect(text).toContain('<img src=x')
  expect(text).toContain('set-output name=token')
}

beforeAll(() => {
  for (const [name, value] of Object.entries({ clientHeight: 600, clientWidth: 900, offsetHeight: 600 }))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value })
})
beforeEach(() => {
  ring = new JobLogRing()
  fake = createFakeStrata()
  Object.assign(fake.api.jobs, { log: async ({ from }: { from: number }) => ok<JobLog>(ring.read(from)) })
  Object.assign(window, { strata: fake.api })
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

it('shows what an engine, a registry or a container printed as text, and copies it defused', async () => {
  ring.write(`${evil}\n${command}`)
  render(<JobLogView id="job-1" logLines={ring.count} />)
  await settle()
  expect(document.body.querySelectorAll('img, script, a')).toHaveLength(0)
  expect(within(log()).getAllByRole('listitem')).toHaveLength(2)
  expect(isHarmless(document.body.textContent ?? '')).toBe(true)
  fireEvent.click(screen.getByRole('button', { name: 'Copy log' }))
  await settle()
  const [copied] = fake.calls
  expect(copied?.name).toBe('app.copy')
  expectDefused(Object(copied?.input).text)
})

it('is defused when it is selected and copied by keys', async () => {
  ring.write(`${evil}\n${command}`)
  render(<JobLogView id="job-1" logLines={ring.count} />)
  await settle()
  const selection = Object.assign(Object.create(null), { toString: () => `${evil}\n${command}` })
  vi.spyOn(window, 'getSelection').mockReturnValue(selection)
  const data = new DataTransfer()
  const event = createEvent.copy(log(), { clipboardData: data })
  fireEvent(log(), event)
  expect(event.defaultPrevented).toBe(true)
  expectDefused(data.getData('text/plain'))
})

it('follows its end until someone scrolls up, and again when they come back down', async () => {
  ring.write(Array.from({ length: 500 }, (_, index) => `line ${index}`).join('\n'))
  const shown = render(<JobLogView id="job-1" logLines={ring.count} />)
  await settle()
  const follow = screen.getByRole('button', { name: 'Follow the end' })
  const pressed = () => follow.getAttribute('aria-pressed')
  let [top, height] = [8_400, 9_000]
  Object.defineProperty(log(), 'scrollTop', { configurable: true, get: () => top, set: noSetter })
  Object.defineProperty(log(), 'scrollHeight', { configurable: true, get: () => height })
  const scroll = (to: number) => {
    top = to
    fireEvent.scroll(log())
  }
  scroll(8_400)
  expect(pressed()).toBe('true')
  // More lines came than were scrolled to: nobody moved up.
  height = 20_000
  scroll(8_500)
  expect(pressed()).toBe('true')
  scroll(4_000)
  expect(pressed()).toBe('false')
  ring.write('more')
  shown.rerender(<JobLogView id="job-1" logLines={ring.count} />)
  await settle()
  expect(pressed()).toBe('false')
  scroll(19_400)
  expect(pressed()).toBe('true')
})
