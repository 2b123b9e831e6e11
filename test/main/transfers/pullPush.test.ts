import type { TransferMessage } from '@shared/domain/transferMessages'
import { type AppErrorCode, AppFailure, appError } from '@shared/errors'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CredentialSource } from '../../../main/ports/credentialSource'
import { pullImage } from '../../../main/transfers/pullImage'
import { pushImage } from '../../../main/transfers/pushImage'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeTransfers } from '../../fakes/fakeTransfers'

const digest = `sha256:${'d'.repeat(64)}`
const one = `sha256:${'1'.repeat(64)}`
const two = `sha256:${'2'.repeat(64)}`
const bytes: TransferMessage = {
  type: 'layer',
  id: 'aaaaaaaaaaaa',
  phase: 'downloading',
  current: 5,
  total: 9,
}
const told: TransferMessage = { type: 'digest', digest }
const newer: TransferMessage = { type: 'status', status: 'downloaded' }

let engine: FakeEngine
let transfers: FakeTransfers
let credentials: CredentialSource & { asked: string[] }
beforeEach(() => {
  engine = new FakeEngine()
  transfers = new FakeTransfers()
  engine.transfers = transfers
  const asked: string[] = []
  credentials = {
    asked,
    async get(host) {
      asked.push(host)
      return await Promise.resolve(
        host === 'docker.io' ? { username: 'me', secret: 'it', kind: 'password' as const } : undefined,
      )
    },
  }
})

function job(signal = new AbortController().signal) {
  const lines: string[] = []
  return { signal, lines, log: (text: string) => void lines.push(text), progress: () => {} }
}

function failure(code: AppErrorCode, params = {}) {
  return new AppFailure(appError(code, params, { retryable: true }))
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  return error instanceof AppFailure ? error.error.code : error instanceof Error ? error.name : undefined
}

function arrives(reference = 'ubuntu:latest', repoDigest = `ubuntu@${digest}`) {
  return () => {
    engine.add({ id: one, diffIds: ['sha256:x', 'sha256:y'] }, reference, repoDigest)
  }
}

describe('a pull', () => {
  const pull = (work = job(), reference = 'ubuntu', platform?: string) =>
    pullImage(
      { client: engine.client(), credentials },
      { reference, ...(platform === undefined ? {} : { platform }) },
      work,
    )

  it('puts in what was implied, and asks for the credential of that registry alone', async () => {
    transfers.streams = [[bytes, told, newer]]
    transfers.effect = arrives()
    const report = await pull()
    expect(report).toMatchObject({
      reference: 'ubuntu:latest',
      canonical: 'docker.io/library/ubuntu:latest',
      digest,
      imageId: one,
      status: 'downloaded',
      layers: { total: 2, exists: 1, done: 0 },
    })
    expect(credentials.asked).toEqual(['docker.io'])
    expect(transfers.asked).toEqual([
      {
        name: 'docker.io/library/ubuntu',
        version: 'latest',
        credential: { username: 'me', secret: 'it', kind: 'password' },
      },
    ])
  })

  it('is no success when the stream ended early, whatever was there before', async () => {
    arrives()()
    transfers.streams = [[bytes]]
    expect(await codeOf(pull())).toBe('TRANSFER_UNVERIFIED')
    transfers.streams = [[bytes, told]]
    expect(await codeOf(pull())).toBe('TRANSFER_UNVERIFIED')
  })

  it('is no success when there is no such image, or one without that digest', async () => {
    transfers.streams = [[told, newer]]
    expect(await codeOf(pull())).toBe('TRANSFER_UNVERIFIED')
    arrives('ubuntu:latest', `ubuntu@sha256:${'e'.repeat(64)}`)()
    expect(await codeOf(pull())).toBe('TRANSFER_UNVERIFIED')
    engine = new FakeEngine()
    engine.transfers = transfers
    arrives('ubuntu:latest', `other/ubuntu@${digest}`)()
    expect(await codeOf(pull())).toBe('TRANSFER_UNVERIFIED')
  })

  it('is no success without the platform that was asked for', async () => {
    transfers.streams = [[told, newer]]
    transfers.effect = arrives()
    transfers.platforms = false
    expect(await codeOf(pull(job(), 'ubuntu', 'linux/s390x'))).toBe('PLATFORM_MISSING')
  })

  it('tries a broken link again when something had come, three times at most', async () => {
    const cut = failure('REGISTRY_UNREACHABLE', { cause: 'cut' })
    const more: TransferMessage = { ...bytes, type: 'layer', current: 9 }
    transfers.streams = [
      [bytes, cut],
      [more, told, newer],
    ]
    transfers.effect = arrives()
    const work = job()
    expect((await pull(work)).status).toBe('downloaded')
    expect(work.lines.some((line) => line.includes('2 of 3'))).toBe(true)
    transfers.asked.length = 0
    transfers.streams = [[cut]]
    expect(await codeOf(pull())).toBe('REGISTRY_UNREACHABLE')
    expect(transfers.asked.length).toBeGreaterThan(0)
    transfers.streams = [[bytes, failure('REGISTRY_FORBIDDEN')]]
    expect(await codeOf(pull())).toBe('REGISTRY_FORBIDDEN')
  })

  it('ends as cancelled when cancelled in the middle', async () => {
    const abort = new AbortController()
    transfers.streams = [[bytes, told, newer]]
    transfers.before = () => abort.abort(new DOMException('stop', 'AbortError'))
    expect(await codeOf(pull(job(abort.signal)))).toBe('AbortError')
  })

  it('is done when the cancel came after the engine was', async () => {
    const abort = new AbortController()
    arrives()()
    transfers.streams = [[told, newer]]
    transfers.before = (message) => {
      if (message === newer) abort.abort(new DOMException('stop', 'AbortError'))
    }
    expect((await pull(job(abort.signal))).digest).toBe(digest)
  })
})

describe('a push', () => {
  const sized: TransferMessage = { type: 'digest', digest, tag: '1', size: 527 }
  const push = (tags: readonly string[], work = job(), more = {}) =>
    pushImage(
      { client: engine.client(), credentials },
      { imageId: one, repository: 'localhost:5000/app', tags, removeMadeOnFailure: true, ...more },
      work,
    )

  beforeEach(() => {
    engine.add({ id: one }, 'app:1')
    transfers.there = digest
  })

  it('tags what is not tagged yet, each once, and reports digest and size', async () => {
    transfers.streams = [[sized]]
    const outcome = await push(['1', '2', '1'])
    expect(outcome).toEqual({
      result: {
        type: 'push',
        report: expect.objectContaining({
          repository: 'localhost:5000/app',
          pushed: [
            expect.objectContaining({ tag: '1', reference: 'localhost:5000/app:1', digest, size: 527 }),
            expect.objectContaining({ tag: '2' }),
          ],
          made: ['localhost:5000/app:1', 'localhost:5000/app:2'],
          missing: [],
        }),
      },
    })
  })

  it.each([
    ['told none, and the registry has another image', [], `sha256:${'e'.repeat(64)}`],
    ['told one, and the registry has another', [sized], `sha256:${'e'.repeat(64)}`],
    ['told none, and the registry cannot be asked', [], failure('REGISTRY_FORBIDDEN')],
  ])('is no success when the engine %s', async (_, stream, there) => {
    transfers.streams = [stream]
    transfers.there = there
    const outcome = await push(['1'])
    expect(outcome.error?.code).toBe('TRANSFER_UNVERIFIED')
    expect(outcome.result).toMatchObject({ report: { pushed: [], made: [], missing: ['1'] } })
    expect(engine.references.has('localhost:5000/app:1')).toBe(false)
  })

  it('counts when the registry lets push but not look', async () => {
    transfers.streams = [[sized]]
    transfers.there = failure('REGISTRY_UNAUTHORIZED')
    expect((await push(['1'])).error).toBeUndefined()
  })

  it('keeps what arrived, takes back the rest, and gives moved names to whom they belonged', async () => {
    engine.add({ id: two }, 'localhost:5000/app:taken')
    transfers.streams = [[sized], [failure('REGISTRY_RATE_LIMITED')]]
    const owners = new Map([['taken', two]])
    const outcome = await push(['1', 'taken', '3'], job(), { owners })
    expect(outcome.error?.code).toBe('REGISTRY_RATE_LIMITED')
    expect(outcome.result).toMatchObject({
      report: { made: ['localhost:5000/app:1'], missing: ['taken', '3'], pushed: [{ tag: '1' }] },
    })
    expect(engine.references.get('localhost:5000/app:taken')).toBe(two)
    expect(engine.references.has('localhost:5000/app:3')).toBe(false)
  })

  it('never takes the last name of an image', async () => {
    engine.add({ id: two })
    transfers.streams = [[failure('REGISTRY_FORBIDDEN')]]
    const outcome = await push(['1'], job(), { imageId: two })
    expect(outcome.result).toMatchObject({ report: { made: ['localhost:5000/app:1'] } })
    expect(engine.images.has(two)).toBe(true)
  })

  it('refuses bad names and unseen owners before anything leaves', async () => {
    engine.add({ id: two }, 'localhost:5000/app:taken')
    expect(await codeOf(push(['bad tag']))).toMatch(/^REFERENCE_/)
    const outcome = await push(['1', 'taken'])
    expect(outcome.error?.code).toBe('IMAGE_CHANGED')
    expect(transfers.asked).toEqual([])
    expect(engine.references.has('localhost:5000/app:1')).toBe(false)
  })

  it('says what it did when cancelled', async () => {
    const abort = new AbortController()
    transfers.streams = [[sized]]
    let messages = 0
    transfers.before = () => {
      messages += 1
      if (messages === 2) abort.abort(new DOMException('stop', 'AbortError'))
    }
    const outcome = await push(['1', '2'], job(abort.signal))
    expect(outcome).toMatchObject({
      stopped: true,
      result: { report: { pushed: [{ tag: '1' }], missing: ['2'], made: ['localhost:5000/app:1'] } },
    })
  })
})
