import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildEvent, BuildView } from '@shared/domain/build'
import { applyBuildEvents, endBuild, newBuild, viewOf } from '@shared/domain/buildSteps'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildMessages } from '../../../../main/engine/buildkit/answer'
import { createClassicDecoder } from '../../../../main/engine/buildkit/classic'
import { createBuildDecoder } from '../../../../main/engine/buildkit/decode'

const folder = join(import.meta.dirname, '../../../golden/build')
const golden = (name: string): Buffer => readFileSync(join(folder, `${name}.jsonl`))

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function view(name: string, size = 65_536): Promise<BuildView> {
  const builder = name.endsWith('classic') ? 'classic' : 'buildkit'
  const decode = createBuildDecoder(builder)
  let model = newBuild(builder)
  for await (const message of buildMessages(inPieces(golden(name), size))) {
    model = applyBuildEvents(model, decode(message))
  }
  return viewOf(endBuild(model))
}

const engines = ['20.10', '26.1', '28.5', '28.5-containerd']

describe.each(engines)('recorded builds of %s', (engine) => {
  test('hello: 5/5, named as Docker names them', async () => {
    const { steps, counts, imageId, failure } = await view(`hello-${engine}-buildkit`)
    expect(counts).toEqual({ total: 5, completed: 5, cached: 0 })
    expect(steps.map(({ name }) => name).sort()).toEqual([
      '[1/1] COPY busybox /hello',
      '[internal] load .dockerignore',
      '[internal] load build context',
      expect.stringMatching(/^\[internal\] load build definition from Dockerfile$/),
      'exporting to image',
    ])
    expect(imageId).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(failure).toBeUndefined()
    expect(steps.every(({ started = 0, completed = 0 }) => started > 1.5e12 && completed >= started)).toBe(
      true,
    )
  })

  test('stages: output whole in UTF-8, colours as data, both streams', async () => {
    const { steps } = await view(`stages-${engine}-buildkit`)
    const run = steps.find(({ name }) => name.includes('RUN'))
    expect(run?.name).toMatch(/^\[build 2\/3\] RUN \["\/bin\/busybox"/)
    expect(run?.log.lines).toContainEqual({ text: 'привет', stream: 'stdout' })
    expect(run?.log.lines).toContainEqual({
      text: 'red',
      stream: 'stdout',
      styles: [{ from: 0, to: 3, foreground: 1 }],
    })
    expect(run?.log.lines).toContainEqual({ text: 'err', stream: 'stderr' })
    expect(steps.map(({ name }) => name)).toContain('[stage-1 1/1] COPY --from=build /made /made')
  })

  test('failed: the step, its output and its exit code', async () => {
    const { failure, steps, imageId } = await view(`failed-${engine}-buildkit`)
    expect(imageId).toBeUndefined()
    expect(failure).toMatchObject({ exitCode: 7 })
    const step = steps.find(({ id }) => id === failure?.stepId)
    expect(step).toMatchObject({ state: 'failed', log: { lines: [{ text: 'before', stream: 'stdout' }] } })
  })

  test('cached: marks, and nothing is called done twice', async () => {
    const { steps, counts } = await view(`cached-${engine}-buildkit`)
    expect(counts.completed).toBe(counts.total)
    expect(steps.filter(({ state }) => state === 'cached').map(({ name }) => name.slice(0, 11))).toEqual(
      expect.arrayContaining(['[build 1/3]', '[build 2/3]']),
    )
  })

  test('the classic builder tells the same story', async () => {
    const hello = await view(`hello-${engine}-classic`)
    expect(hello.counts).toMatchObject({ total: 3, completed: 3 })
    expect(hello.steps.map(({ name }) => name)).toEqual([
      'Step 1/3 : FROM scratch',
      'Step 2/3 : COPY busybox /hello',
      'Step 3/3 : CMD ["/hello"]',
    ])
    expect(hello.imageId).toMatch(/^sha256:/)
    const failed = await view(`failed-${engine}-classic`)
    expect(failed.failure).toMatchObject({ exitCode: 7 })
    expect(failed.steps.find(({ id }) => id === failed.failure?.stepId)).toMatchObject({ state: 'failed' })
  })
})

test('classic: cached steps are marked', async () => {
  const { steps } = await view('cached-28.5-classic')
  expect(steps.filter(({ state }) => state === 'cached').length).toBeGreaterThan(0)
})

test('however the bytes arrive, the view is the same', async () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
    const name = file.replace('.jsonl', '')
    const times = (v: BuildView) =>
      JSON.stringify({ ...v, steps: v.steps.map((step) => ({ ...step, started: 0, completed: 0 })) })
    expect(times(await view(name, 7))).toBe(times(await view(name)))
  }
})

test.each([
  ['half a line', '{"stream":"x"}\n{"str'],
  ['HTML', '<html>502</html>\n'],
  ['another shape', '{"stream":5}\n'],
  ['a broken trace', '{"id":"moby.buildkit.trace","aux":"////"}\n'],
])('%s is STREAM_INVALID, never an end', async (_what, text) => {
  const read = async () => {
    const decode = createBuildDecoder('buildkit')
    for await (const message of buildMessages(inPieces(Buffer.from(text), 5))) decode(message)
  }
  await expect(read()).rejects.toMatchObject({ error: { code: 'STREAM_INVALID' } })
})

test('an in-band error is a failure in both of its forms', () => {
  const decode = createBuildDecoder('classic')
  expect(decode({ error: 'no' })).toEqual([{ type: 'failed', message: 'no' }])
  expect(decode({ error: 'no', errorDetail: { message: 'why', code: 3 } })).toEqual([
    { type: 'failed', message: 'why', exitCode: 3 },
  ])
})

test('property: classic text cut anywhere gives the same steps and output', () => {
  const text = golden('stages-28.5-classic')
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line): { stream?: string } => JSON.parse(line))
    .map(({ stream }) => stream ?? '')
    .join('')
  const read = (pieces: readonly string[]) => {
    const decode = createClassicDecoder(() => 1)
    const events: BuildEvent[] = pieces.flatMap((stream) => decode({ stream }))
    return viewOf(endBuild(applyBuildEvents(newBuild('classic'), events)))
  }
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
      const at = [0, ...[...cuts].sort((a, b) => a - b), text.length]
      expect(read(at.slice(1).map((end, i) => text.slice(at[i], end)))).toEqual(read([text]))
    }),
  )
})
