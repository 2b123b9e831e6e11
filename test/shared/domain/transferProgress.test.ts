import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { measure, newMeter, speedOf } from '@shared/domain/byteMeter'
import { decodeTransferMessage, type TransferMessage } from '@shared/domain/transferMessages'
import {
  applyTransferBytes,
  applyTransferMessage,
  beginPart,
  endTransfer,
  newTransfer,
  type TransferModel,
  transferView,
} from '@shared/domain/transferProgress'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const runs = process.env.STRATA_FULL === undefined ? 300 : 5_000
const recorded = 'test/main/engine/transfers/recorded'

function read(name: string): TransferMessage[] {
  const lines = readFileSync(join(recorded, name), 'utf8').trim().split('\n')
  return lines.flatMap((line) => decodeTransferMessage(JSON.parse(line)) ?? [])
}

function play(messages: readonly TransferMessage[], step = 50): TransferModel {
  return messages.reduce(
    (model, message, at) => applyTransferMessage(model, message, at * step),
    newTransfer('pull', 0),
  )
}

const layer = (id: string, phase: string, current?: number, total?: number) =>
  decodeTransferMessage({
    id,
    status: phase,
    progressDetail: {
      ...(current === undefined ? {} : { current }),
      ...(total === undefined ? {} : { total }),
    },
  }) ?? { type: 'note', text: '' }

const a = 'aaaaaaaaaaaa'
const b = 'bbbbbbbbbbbb'
const c = 'cccccccccccc'

describe('decoding', () => {
  it.each([
    [
      { status: 'Pulling from library/ubuntu', id: 'latest' },
      { type: 'note', text: 'latest: Pulling from library/ubuntu' },
    ],
    [
      { status: 'Pulling fs layer', id: a, progressDetail: {} },
      { type: 'layer', id: a, phase: 'waiting' },
    ],
    [
      { status: 'Downloading', id: a, progressDetail: { current: 3, total: 9 } },
      { type: 'layer', id: a, phase: 'downloading', current: 3, total: 9 },
    ],
    [
      { status: 'Extracting', id: a, progressDetail: { current: 4, units: 's' } },
      { type: 'layer', id: a, phase: 'extracting' },
    ],
    [
      { status: 'Mounted from library/alpine', id: a },
      { type: 'layer', id: a, phase: 'exists' },
    ],
    [
      { status: 'Layer already exists', id: a },
      { type: 'layer', id: a, phase: 'exists' },
    ],
    [
      { status: 'Retrying in 1 second', id: a },
      { type: 'retry', id: a, seconds: 1 },
    ],
    [{ status: `Digest: sha256:${'0'.repeat(64)}` }, { type: 'digest', digest: `sha256:${'0'.repeat(64)}` }],
    [
      { status: `0.1: digest: sha256:${'1'.repeat(64)} size: 527` },
      { type: 'digest', tag: '0.1', digest: `sha256:${'1'.repeat(64)}`, size: 527 },
    ],
    [
      { progressDetail: {}, aux: { Tag: '1', Digest: `sha256:${'1'.repeat(64)}`, Size: 527 } },
      { type: 'digest', tag: '1', digest: `sha256:${'1'.repeat(64)}`, size: 527 },
    ],
    [{ status: 'Status: Image is up to date for x:1' }, { type: 'status', status: 'upToDate' }],
    [{ stream: 'Loaded image: x:1\n' }, { type: 'loaded', image: 'x:1' }],
    [
      { stream: `Loaded image ID: sha256:${'2'.repeat(64)}\n` },
      { type: 'loaded', image: `sha256:${'2'.repeat(64)}` },
    ],
    [
      { error: 'short', errorDetail: { message: 'long' } },
      { type: 'error', message: 'long' },
    ],
    [{ error: 'short' }, { type: 'error', message: 'short' }],
    [{ errorDetail: {} }, { type: 'error', message: 'unknown' }],
  ])('%j', (value, message) => expect(decodeTransferMessage(value)).toEqual(message))

  it('takes anything without a throw, and never an odd id for a layer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const message = decodeTransferMessage(value)
        if (message?.type === 'layer') expect(message.id).toMatch(/^[0-9a-f]{12}$/)
      }),
      { numRuns: runs },
    )
  })
})

const ids = [a, b, c, 'dddddddddddd']
const statuses = [
  'Pulling fs layer',
  'Waiting',
  'Downloading',
  'Verifying Checksum',
  'Download complete',
  'Extracting',
  'Pull complete',
  'Already exists',
  'Pushing',
  'Pushed',
  'Preparing',
]
const anyMessage = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      id: fc.constantFrom(...ids),
      status: fc.constantFrom(...statuses),
      progressDetail: fc.record(
        { current: fc.nat(2_000_000), total: fc.nat(1_000_000) },
        { requiredKeys: [] },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ id: fc.constantFrom(...ids), status: fc.constant('Retrying in 5 seconds') }),
  },
  { weight: 1, arbitrary: fc.record({ status: fc.string() }) },
)

describe('the bar', () => {
  it('never runs backward and never fills before the end, in whatever order messages come', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyMessage, fc.nat(20_000)), { maxLength: 120 }), (steps) => {
        let model = newTransfer('pull', 0)
        let now = 0
        let before = transferView(model, now)
        for (const [value, wait] of steps) {
          now += wait
          const message = decodeTransferMessage(value)
          if (message === undefined) continue
          model = applyTransferMessage(model, message, now)
          const view = transferView(model, now)
          expect(view.fraction).toBeGreaterThanOrEqual(before.fraction)
          expect(view.fraction).toBeLessThan(1)
          expect(view.bytes.moved).toBeGreaterThanOrEqual(before.bytes.moved)
          expect(view.bytes.total ?? view.bytes.moved).toBeGreaterThanOrEqual(view.bytes.moved)
          expect(view.counts.exists + view.counts.done).toBeLessThanOrEqual(view.counts.total)
          expect(view.counts.total).toBe(view.layers.length)
          for (const row of view.layers) {
            if (row.current !== undefined && row.total !== undefined)
              expect(row.current).toBeLessThanOrEqual(row.total)
          }
          expect(view.stalled).toBeUndefined()
          expect(view.bytesPerSecond ?? 0).toBeGreaterThanOrEqual(0)
          before = view
        }
        expect(transferView(endTransfer(model), now).fraction).toBe(1)
      }),
      { numRuns: runs },
    )
  })

  it('goes on, slower, when new work turns up, instead of standing still', () => {
    const half = play([layer(a, 'Downloading', 0, 1_000), layer(a, 'Downloading', 500, 1_000)])
    const shown = transferView(half, 100).fraction
    const more = [layer(b, 'Downloading', 0, 100_000), layer(b, 'Downloading', 10_000, 100_000)].reduce(
      (model, message) => applyTransferMessage(model, message, 200),
      half,
    )
    expect(transferView(more, 200).fraction).toBeGreaterThan(shown)
    expect(transferView(more, 200).fraction).toBeLessThan(0.7)
  })

  it('does not jump because layers are here already', () => {
    const model = play([
      layer(a, 'Already exists'),
      layer(b, 'Pulling fs layer'),
      layer(c, 'Pulling fs layer'),
    ])
    expect(transferView(model, 200)).toMatchObject({ fraction: 0, counts: { total: 3, exists: 1, done: 0 } })
  })

  it('counts parts of a push as shares of the whole', () => {
    let model = beginPart(newTransfer('push', 0), { current: 'x:1', done: 0, of: 2 })
    model = applyTransferMessage(model, layer(a, 'Pushing', 500, 1_000), 100)
    model = applyTransferMessage(model, layer(a, 'Pushed'), 200)
    expect(transferView(model, 200)).toMatchObject({
      fraction: 0.5,
      current: 'x:1',
      bytes: { moved: 1_000, total: 1_000 },
    })
    model = beginPart(model, { current: 'x:2', done: 1, of: 2 })
    model = applyTransferMessage(model, layer(a, 'Layer already exists'), 300)
    expect(transferView(model, 300)).toMatchObject({
      fraction: 0.5,
      counts: { total: 1, exists: 1, done: 0 },
    })
  })

  it('knows the bytes of a file', () => {
    let model = applyTransferBytes(newTransfer('load', 0), 250, 1_000, 1_000)
    model = applyTransferBytes(model, 500, 1_000, 2_000)
    expect(transferView(model, 2_000)).toMatchObject({
      fraction: 0.5,
      bytes: { moved: 500, total: 1_000 },
      bytesPerSecond: 250,
      eta: 2_000,
    })
  })
})

describe('time', () => {
  it('says that nothing comes after ten seconds, and not while the engine unpacks', () => {
    const model = play([layer(a, 'Downloading', 10, 100)])
    expect(transferView(model, 9_999).stalled).toBeUndefined()
    expect(transferView(model, 10_000).stalled).toBe(10_000)
    expect(transferView(newTransfer('pull', 0), 12_000).stalled).toBe(12_000)
    const unpacking = play([layer(a, 'Extracting')])
    expect(transferView(unpacking, 60_000).stalled).toBeUndefined()
    expect(transferView(endTransfer(model), 60_000).stalled).toBeUndefined()
  })

  it('measures speed over the last seconds, and lets it fall when nothing comes', () => {
    let meter = newMeter(0)
    for (let at = 100; at <= 10_000; at += 100) meter = measure(meter, at * 10, at)
    expect(speedOf(meter, 10_000)).toBeCloseTo(10_000, -2)
    expect(speedOf(meter, 14_000) ?? 0).toBeLessThan(3_000)
    expect(speedOf(meter, 30_000)).toBe(0)
    expect(speedOf(newMeter(0), 100)).toBeUndefined()
    expect(meter.samples.length).toBeLessThan(60)
  })
})

describe('what engines really sent', () => {
  it.each(readdirSync(recorded))('%s', (name) => {
    const messages = read(name)
    const model = play(messages)
    const { counts, layers } = transferView(model, messages.length * 50)
    const isAgain = name.includes('again')
    const isPull = name.startsWith('pull')
    if (isPull && isAgain) expect(layers).toEqual([])
    else expect(counts).toEqual({ total: 2, exists: isAgain ? 2 : 0, done: isAgain ? 0 : 2 })
    expect(messages.some(({ type }) => type === 'digest')).toBe(true)
    if (isPull)
      expect(messages.at(-1)).toEqual({ type: 'status', status: isAgain ? 'upToDate' : 'downloaded' })
    const views = messages.map((_, at) => transferView(play(messages.slice(0, at + 1)), at * 50).fraction)
    expect(views).toEqual([...views].sort((x, y) => x - y))
  })
})
