import { isHarmless } from '@shared/text'
import { act, cleanup, createEvent, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { BuildProgressView } from '../../../../renderer/features/builds/steps'
import '../../../../renderer/i18n'
import { aBuildReport, aBuildView, aLog, aStep } from '../../../builders/buildView'
import { createFakeStrata, type FakeStrata } from '../../../fakes/strataApi'

const evil =
  '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script> \u001b]0;title\u0007\u001b]8;;https://evil\u001b\\link \u001b[2J \u009b31m \u202egnp.exe\u202c \u200b ##vso[task.setvariable variable=a]b ##[group]'
const command = '::set-output name=token::x'
const step = aStep({
  id: '1',
  name: `RUN ${evil}`,
  state: 'failed',
  error: evil,
  statuses: [{ id: evil, name: evil, current: 1 }],
  log: aLog([evil, command, { text: evil, stream: 'stderr', styles: [{ from: 0, to: 9, foreground: 1 }] }]),
})
const view = aBuildView([step, aStep({ id: '2', name: evil, state: 'running', log: aLog([evil]) })], {
  failure: { message: `${evil}\n${command}`, exitCode: 1, stepId: '1' },
  warnings: [
    { message: evil, detail: [evil], url: `javascript:${evil}`, file: evil, lines: [{ start: 1, end: 1 }] },
  ],
})
const spot = {
  file: evil,
  lines: { start: 1, end: 1 },
  excerpt: { firstLine: 1, text: [evil, command] },
}

let fake: FakeStrata
const settle = () =>
  act(async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setTimeout(done))
  })

beforeAll(() => {
  for (const [name, value] of Object.entries({ clientHeight: 600, clientWidth: 900, offsetHeight: 600 }))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value })
})
beforeEach(async () => {
  fake = createFakeStrata()
  Object.assign(window, { strata: fake.api })
  render(<BuildProgressView view={view} state="failed" spot={spot} />)
  await settle()
})
afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

/** Acts on nobody: no control, nothing that turns text around, no command for a CI. */
function expectDefused(text: string): void {
  expect(isHarmless(text.replaceAll(/[\n\t]/g, ''))).toBe(true)
  expect(text).not.toMatch(/##(vso|teamcity)?\[/i)
  expect(text).not.toMatch(/^\s*::/m)
  // And still there to be read.
  expect(text).toContain('<script>window.pwned=1</script>')
  expect(text).toContain('set-output name=token')
}

it('is text on the screen', () => {
  const attributes = [...document.body.querySelectorAll('*')].flatMap((element) =>
    [...element.attributes].map(({ value }) => value),
  )
  expect(document.body.querySelectorAll('img, script, a, iframe')).toHaveLength(0)
  expect(isHarmless((document.body.textContent ?? '').replaceAll('\n', ''))).toBe(true)
  expect(attributes.filter((value) => !isHarmless(value))).toEqual([])
  expect(document.body.textContent).toContain('<img src=x onerror="window.pwned=1">')
  expect('pwned' in window).toBe(false)
})

it('is text in the result as well', async () => {
  cleanup()
  const report = aBuildReport({
    tags: [evil],
    dangling: [{ imageId: `sha256:${'1'.repeat(64)}`, was: evil }],
  })
  render(<BuildProgressView view={aBuildView([])} state="succeeded" report={report} />)
  await settle()
  expect(document.body.querySelectorAll('img, script, a')).toHaveLength(0)
  expect(isHarmless((document.body.textContent ?? '').replaceAll('\n', ''))).toBe(true)
})

it.each(['Copy log', 'Copy error', 'Copy the output of this step'])(
  'comes out of "%s" defused',
  async (name) => {
    fireEvent.click(screen.getByRole('button', { name }))
    await settle()
    const [copied] = fake.calls
    expect(copied?.name).toBe('app.copy')
    expectDefused(Object(copied?.input).text)
  },
)

it('is saved defused, under a name that is not its own', async () => {
  fireEvent.click(screen.getByRole('button', { name: 'Save log' }))
  await settle()
  const [saved] = fake.calls
  expect(saved).toMatchObject({ name: 'app.saveText', input: { suggestedName: 'build-log.txt' } })
  expectDefused(Object(saved?.input).text)
})

it('is defused when it is selected and copied by keys', () => {
  const selected = `${evil}\n${command}`
  vi.spyOn(window, 'getSelection').mockReturnValue(
    Object.assign(Object.create(null), { toString: () => selected }),
  )
  const log = screen.getByRole('list', { name: /^Output of RUN/ })
  const data = new DataTransfer()
  const event = createEvent.copy(log, { clipboardData: data })
  fireEvent(log, event)
  expect(event.defaultPrevented).toBe(true)
  expectDefused(data.getData('text/plain'))
})
