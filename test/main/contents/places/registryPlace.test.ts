import { AppFailure } from '@shared/errors'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createOpenings } from '../../../../main/contents/openings'
import { openRegistryPlace } from '../../../../main/contents/places/registryPlace'
import type { Analyst } from '../../../../main/contents/worker/analyst'
import { WorkerClient } from '../../../../main/contents/worker/client'
import type { RegistryWaiting } from '../../../../main/ports/registryClient'
import { createRegistryReader } from '../../../../main/registry/distribution/client'
import { createHttp } from '../../../../main/registry/http'
import {
  emptyRepository,
  ociIndex,
  ociManifest,
  putImage,
  putManifest,
  someBytes,
} from '../../../fakes/registry/content'
import { type StrictOptions, startStrictRegistry } from '../../../fakes/registry/strictRegistry'

const never = new AbortController().signal
const architectures = ['s390x', 'amd64', 'arm64', ...Array.from({ length: 9 }, (_, at) => `arch${at}`)]

function twelvePlatforms() {
  const repository = emptyRepository()
  const manifests = architectures.map((architecture) => ({
    ...putImage(repository, { architecture, layers: [someBytes(100, architecture)] }),
    platform: { os: 'linux', architecture },
  }))
  putManifest(repository, ociIndex, { schemaVersion: 2, mediaType: ociIndex, manifests }, '1')
  return { repository, manifests }
}

async function world(options: StrictOptions) {
  const server = await startStrictRegistry(options)
  const http = createHttp({ env: {}, userAgent: 'Strata/test', limits: { backOff: 1 } })
  onTestFinished(async () => {
    http.close()
    await server.close()
  })
  const waits: RegistryWaiting[] = []
  const worker = new WorkerClient<Analyst>(
    () => {
      throw new Error('no layer is read here')
    },
    () => undefined,
  )
  const registry = createRegistryReader(http)
  const open = async (reference: string, asked: { signal?: AbortSignal; choice?: string } = {}) =>
    await openRegistryPlace(
      {
        worker,
        open: registry.open,
        platform: 'linux/amd64',
        onWait: (waiting) => waits.push(waiting),
      },
      `127.0.0.1:${server.port}/${reference}`,
      { signal: never, ...asked },
    )
  const asked = () => server.seen.flatMap(({ url }) => (/\/(?:manifests|blobs)\//.test(url) ? [url] : []))
  return { open, asked, waits }
}

describe('an image of a registry', () => {
  it('of twelve platforms costs its index, one manifest and one config', async () => {
    const { repository, manifests } = twelvePlatforms()
    const { open, asked } = await world({ repositories: { app: repository } })
    const place = await open('app:1')
    expect(place.image()).toMatchObject({ id: manifests[1]?.digest, platform: 'linux/amd64' })
    expect(asked()).toHaveLength(3)
    const [index] = place.tree() ?? []
    expect(
      index?.type === 'index' ? index.children.map((node) => node.type === 'image' && node.platform) : [],
    ).toEqual(architectures.map((name) => `linux/${name}`))
    const other = await open('app:1', { choice: manifests[4]?.digest ?? '' })
    expect(other.image()).toMatchObject({ id: manifests[4]?.digest, platform: 'linux/arch1' })
    expect(asked()).toHaveLength(6)
  })

  it('is another where the registry lacks the one for this machine, and the tree says so', async () => {
    const { repository, manifests } = twelvePlatforms()
    repository.manifests.delete(manifests[1]?.digest ?? '')
    const { open } = await world({ repositories: { app: repository } })
    const place = await open('app:1')
    expect(place.image()).toMatchObject({ id: manifests[0]?.digest, platform: 'linux/s390x' })
    expect(place.tree()).toMatchObject(
      [
        { children: [{ type: 'image' }, { type: 'missing', platform: 'linux/amd64' }, { type: 'image' }] },
      ].map(({ children }) => ({
        children: expect.arrayContaining(children.map((each) => expect.objectContaining(each))),
      })),
    )
  })

  it('that an index calls an image and is none is none', async () => {
    const repository = emptyRepository()
    const chart = putImage(repository, {
      manifest: {
        config: {
          mediaType: 'application/vnd.cncf.helm.config.v1+json',
          digest: `sha256:${'0'.repeat(64)}`,
          size: 2,
        },
      },
    })
    const manifests = [{ ...chart, mediaType: ociManifest, platform: { os: 'linux', architecture: 'amd64' } }]
    putManifest(repository, ociIndex, { schemaVersion: 2, mediaType: ociIndex, manifests }, '1')
    const { open } = await world({ repositories: { app: repository } })
    await expect(open('app:1')).rejects.toMatchObject({ error: { code: 'CONTENTS_NO_IMAGE' } })
  })

  it('tells when its registry asks to wait, and is called off meanwhile', async () => {
    const { repository } = twelvePlatforms()
    let refusals = 1
    const before: NonNullable<StrictOptions['before']> = (_, response) => {
      if (refusals <= 0) return false
      refusals -= 1
      response.writeHead(429, { 'Retry-After': refusals === 0 ? '0' : '30' }).end()
      return true
    }
    const { open, waits, asked } = await world({ repositories: { app: repository }, before })
    await open('app:1')
    expect(waits).toMatchObject([{ reason: 'rateLimited' }])
    expect(asked()).toHaveLength(4)
    refusals = 5
    const openings = createOpenings()
    const place = { type: 'registry' as const, reference: 'app:1' }
    const { signal, done } = openings.start(place)
    const opening = open('app:1', { signal })
    const ended = opening.then(
      () => 'opened',
      (error: unknown) => (error instanceof AppFailure ? error.error.code : 'aborted'),
    )
    await expect.poll(() => waits.length).toBe(2)
    expect(waits[1]?.until).toBeGreaterThan(Date.now() + 20_000)
    expect(openings.stop(place)).toBe(true)
    expect(await ended).toBe('CONTENTS_STOPPED')
    done()
    expect(openings.stop(place)).toBe(false)
    expect(asked()).toHaveLength(5)
  })
})
