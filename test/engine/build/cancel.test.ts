import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { BuildView } from '@shared/domain/build'
import { expect, onTestFinished, test } from 'vitest'
import { eventually } from '../support/eventually'
import { docker, dockerResult, sandbox, uniqueName } from '../support/sandbox'
import { build, type Files, folderOf, running, services, sh } from './support'

const program = { busybox: { program: true } } as const
const runs = (step: RegExp) => (view: BuildView) =>
  view.steps.some(({ name, state }) => state === 'running' && step.test(name))

type Case = {
  readonly files: (mark: string) => Files | Promise<Files>
  /** Cancels at the first view of which this is true; without it, at the first bytes sent. */
  readonly when?: (view: BuildView) => boolean
  readonly builder?: 'classic'
}

/** A registry that takes the question for a manifest and never answers. */
async function silentRegistry(): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === '/v2/') response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? `localhost:${address.port}` : ''
}

const sleeping = (mark: string): Files => ({
  ...program,
  Dockerfile: `FROM scratch\nCOPY busybox /busybox\n${sh(`echo begun; : ${mark}; /busybox sleep 1000`)}\n`,
})
const big = (mark: string): Files => ({
  ...program,
  big: Buffer.alloc(300_000_000, mark),
  Dockerfile: 'FROM scratch\nCOPY big /big\n',
})

const cases: Readonly<Record<string, Case>> = {
  'upload, BuildKit': { files: big },
  'upload, classic': { files: big, builder: 'classic' },
  'pull of the base': {
    files: async () => ({ Dockerfile: `FROM ${await silentRegistry()}/base:1\n` }),
    when: runs(/load metadata/),
  },
  'RUN, BuildKit': {
    files: sleeping,
    when: ({ steps }) => steps.some(({ log }) => log.lines.some(({ text }) => text === 'begun')),
  },
  'RUN, classic': {
    files: sleeping,
    when: ({ steps }) => steps.some(({ log }) => log.lines.some(({ text }) => text.includes('begun'))),
    builder: 'classic',
  },
  export: {
    files: (mark) => ({
      ...program,
      Dockerfile: `FROM scratch\nCOPY busybox /busybox\n${sh(`/busybox dd if=/dev/urandom of=/big bs=1M count=200 2>/dev/null; : ${mark}`)}\n`,
    }),
    when: runs(/^exporting to image/),
  },
}

test.each(Object.entries(cases))(
  'cancel in %s: nothing runs, nothing is tagged, no image is left',
  async (_name, { files, when, builder }) => {
    const sockets = new Set<Socket>()
    const dial = () => {
      const socket = connect(sandbox().socketPath)
      sockets.add(socket)
      return socket
    }
    const on = await services({ dial, ...(builder === undefined ? {} : { builder }) })
    const name = uniqueName()
    const mark = name.replace(/\W/g, '')
    const folder = folderOf(await files(mark))
    const images = async () => (await docker('images', '--quiet', '--no-trunc')).split('\n').sort()
    const before = await images()
    const stop = new AbortController()
    const cancel = () => stop.abort(new DOMException('the job was cancelled', 'AbortError'))
    const { outcome } = await build(
      on,
      { folder, tags: [name] },
      {
        signal: stop.signal,
        ...(when === undefined
          ? { progress: ({ done }: { readonly done: number }) => (done > 1_000_000 ? cancel() : undefined) }
          : { view: (view: BuildView) => (when(view) ? cancel() : undefined) }),
      },
    )
    expect(outcome.type).toBe('stopped')
    expect([...sockets].every(({ destroyed }) => destroyed)).toBe(true)
    await eventually(() => expect(running(mark)).toBe(0))
    expect((await dockerResult(['image', 'inspect', name])).code).toBe(1)
    expect(await images()).toEqual(before)
    await eventually(async () => expect(await docker('ps', '--all', '--quiet')).toBe(''))
  },
  120_000,
)

test('a cancel before the beginning sends nothing', async () => {
  const on = await services()
  const stop = new AbortController()
  stop.abort(new Error('before'))
  const folder = folderOf({ Dockerfile: 'FROM scratch\n' })
  await expect(build(on, { folder }, { signal: stop.signal })).rejects.toThrow('before')
})

test('called off at any moment of the export, the old owner has its tag, or the build is done', async () => {
  const on = await services()
  const name = uniqueName()
  const first = await build(on, {
    folder: folderOf({ Dockerfile: `FROM scratch\nLABEL x=${name}\n` }),
    tags: [name],
  })
  if (first.outcome.type !== 'built') throw new Error('built')
  let owner = first.outcome.report.imageId
  for (const wait of [0, 5, 15, 30, 60, 120, 250]) {
    const folder = folderOf({ Dockerfile: `FROM scratch\nLABEL x=${name}-${wait}\n` })
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const { outcome } = await build(
      on,
      { folder, tags: [name] },
      {
        signal: stop.signal,
        view: () => {
          timer ??= setTimeout(() => stop.abort(new Error('off')), wait)
        },
      },
    )
    clearTimeout(timer)
    expect(outcome.type).toMatch(/^(?:stopped|built)$/)
    if (outcome.type === 'built') owner = outcome.report.imageId
    expect(await docker('image', 'inspect', '--format', '{{.Id}}', name)).toBe(owner)
  }
})
