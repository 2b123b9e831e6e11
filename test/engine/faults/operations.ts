import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppFailure } from '@shared/errors'
import { expect } from 'vitest'
import { buildImage } from '../../../main/build/buildImage'
import { createBuildEngine } from '../../../main/engine/buildkit/buildEngine'
import type { JobContext, JobOutcome } from '../../../main/jobs/job'
import type { EngineClient } from '../../../main/ports/engineClient'
import { importArchive } from '../../../main/transfers/importArchive'
import { loadArchive } from '../../../main/transfers/loadArchive'
import { pullImage } from '../../../main/transfers/pullImage'
import { pushImage } from '../../../main/transfers/pushImage'
import { saveImages } from '../../../main/transfers/saveImages'

import { anImage, busyboxLayer, fileLayer, imageId, load } from '../support/images'
import { type DockerOptions, dockerResult, dockerWith, sandbox, uniqueName } from '../support/sandbox'
import { credentialsFor, heavyLayer, slowRegistry } from '../transfers/support'

export type Reported = 'success' | 'failed' | 'cancelled'

export type World = {
  /** The engine itself, past the proxy. */
  readonly on: NonNullable<DockerOptions['on']>
  /** Through the proxy. */
  readonly client: EngineClient
  readonly proxyPath: string
  readonly registry: string
}

/** One thing that Strata does with an engine, and how to see from outside whether it is so. */
export type Operation = {
  readonly name: 'pull' | 'push' | 'build' | 'load' | 'import' | 'save'
  /** The request in which it happens. */
  readonly path: RegExp
  /** Bytes of its answer, and of what it sends, within which a fault is of interest. */
  readonly answerBytes: number
  readonly requestBytes: number
  prepare(world: World): Promise<Attempt>
}

export type Attempt = {
  /** Runs it and says what was reported. */
  run(world: World, job: JobContext): Promise<Reported>
  /** The end state, when success was reported. */
  expectDone(world: World): Promise<void>
  /** Nothing half done, when it was not: all of it or nothing. */
  expectWhole(world: World): Promise<void>
  clean(): Promise<void>
}

const none = credentialsFor()

async function reported(work: Promise<unknown>): Promise<Reported> {
  try {
    const outcome = await work
    return isOutcome(outcome) ? reportedOf(outcome) : 'success'
  } catch (error) {
    if (error instanceof AppFailure) return 'failed'
    if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled'
    throw error
  }
}

function isOutcome(value: unknown): value is JobOutcome {
  return typeof value === 'object' && value !== null && 'result' in value
}

function reportedOf({ error, stopped }: JobOutcome): Reported {
  if (error !== undefined) return 'failed'
  return stopped === true ? 'cancelled' : 'success'
}

async function idOrNone({ on }: World, reference: string): Promise<string | undefined> {
  const { code, stdout } = await dockerResult(['image', 'inspect', '--format', '{{.Id}}', reference], { on })
  return code === 0 ? stdout.trim() : undefined
}

function layers() {
  return [fileLayer('one', 300_000), fileLayer('two', 900_000), fileLayer('three', 40_000)]
}

/** Engines are so fast that a fault would come too late: these take them a second and more. */
const slowBytes = 800_000
const slowLayers = () => [...layers(), heavyLayer(1)]

const nothing = async () => {}

const pull: Operation = {
  name: 'pull',
  path: /\/images\/create\?fromImage/,
  answerBytes: 1_500,
  requestBytes: 0,
  async prepare({ on, registry }) {
    const name = `${uniqueName('fault-pull')}:1`
    const source = `${registry}/${name}`
    await load([anImage({ tags: [source], layers: slowLayers() })], { on })
    await dockerWith({ on }, 'push', source)
    const id = await imageId(source, { on })
    await dockerWith({ on }, 'rmi', source)
    const reference = `${(await slowRegistry(slowBytes)).host}/${name}`
    return {
      run: async ({ client }, job) =>
        await reported(pullImage({ client, credentials: none }, { reference }, job)),
      expectDone: async (world) => expect(await idOrNone(world, reference)).toBe(id),
      expectWhole: async (world) => expect([undefined, id]).toContain(await idOrNone(world, reference)),
      clean: nothing,
    }
  },
}

const push: Operation = {
  name: 'push',
  path: /\/images\/.*\/push/,
  answerBytes: 1_500,
  requestBytes: 0,
  async prepare({ on, registry }) {
    const local = `${uniqueName('fault-local')}:1`
    const [id = ''] = await load([anImage({ tags: [local], layers: slowLayers() })], { on })
    const name = uniqueName('fault-push')
    const repository = `${(await slowRegistry(slowBytes)).host}/${name}`
    const there = async () =>
      await fetch(`http://${registry}/v2/${name}/manifests/1`, {
        headers: {
          accept:
            'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json',
        },
      })
    const pullable = async (world: World) => {
      await dockerResult(['rmi', `${repository}:1`], { on: world.on })
      await dockerWith({ on: world.on }, 'pull', `${registry}/${name}:1`)
    }
    const options = { imageId: id, repository, tags: ['1'], removeMadeOnFailure: true }
    return {
      run: async ({ client }, job) => await reported(pushImage({ client, credentials: none }, options, job)),
      async expectDone(world) {
        expect((await there()).status).toBe(200)
        await pullable(world)
      },
      async expectWhole(world) {
        expect(await idOrNone(world, local)).toBe(id)
        if ((await there()).status === 200) await pullable(world)
      },
      clean: nothing,
    }
  },
}

const build: Operation = {
  name: 'build',
  path: /\/build\?/,
  answerBytes: 3_000,
  requestBytes: 0,
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), 'strata-fault-build-'))
    const program = sandbox().busybox ?? ''
    await writeFile(join(folder, 'note'), uniqueName())
    await copyFile(program, join(folder, 'busybox'))
    await writeFile(
      join(folder, 'Dockerfile'),
      'FROM scratch\nCOPY busybox /busybox\nCOPY note /note\nRUN ["/busybox", "sh", "-c", "echo one; /busybox sleep 0.3; echo two; echo x > /made"]\nCMD ["/busybox", "cat", "/made"]\n',
    )
    const tag = `${uniqueName('fault-build')}:1`
    const options = {
      tags: [tag],
      buildArgs: new Map(),
      labels: new Map(),
      noCache: false,
      pull: false,
      folder,
    }
    const runs = async (world: World) =>
      expect(await dockerWith({ on: world.on }, 'run', '--rm', tag)).toBe('x')
    return {
      async run({ client, proxyPath }, job) {
        const { apiVersion } = client.info
        const engine = createBuildEngine({ address: { connect: () => connect(proxyPath) }, apiVersion })
        try {
          const outcome = await buildImage({ engine, client }, options, job)
          if (outcome.type === 'built') return 'success'
          return outcome.type === 'failed' ? 'failed' : 'cancelled'
        } catch (error) {
          return await reported(Promise.reject(error))
        }
      },
      expectDone: runs,
      async expectWhole(world) {
        if ((await idOrNone(world, tag)) !== undefined) await runs(world)
        expect(await dockerWith({ on: world.on }, 'ps', '--all', '--quiet')).toBe('')
      },
      clean: async () => await rm(folder, { recursive: true, force: true }),
    }
  },
}

const loading: Operation = {
  name: 'load',
  path: /\/images\/load/,
  answerBytes: 60,
  requestBytes: 900_000,
  async prepare({ on }) {
    const folder = await mkdtemp(join(tmpdir(), 'strata-fault-load-'))
    const path = join(folder, 'image.tar')
    const reference = `${uniqueName('fault-load')}:1`
    const [id = ''] = await load([anImage({ tags: [reference], layers: layers() })], { on })
    await dockerWith({ on }, 'save', '--output', path, reference)
    await dockerWith({ on }, 'rmi', reference)
    return {
      run: async ({ client }, job) => await reported(loadArchive({ client }, { path }, job)),
      expectDone: async (world) => expect(await idOrNone(world, reference)).toBe(id),
      expectWhole: async (world) => expect([undefined, id]).toContain(await idOrNone(world, reference)),
      clean: async () => await rm(folder, { recursive: true, force: true }),
    }
  },
}

const importing: Operation = {
  name: 'import',
  path: /\/images\/create\?fromSrc/,
  answerBytes: 60,
  requestBytes: 900_000,
  async prepare() {
    const folder = await mkdtemp(join(tmpdir(), 'strata-fault-import-'))
    const path = join(folder, 'files.tar')
    const reference = `${uniqueName('fault-import')}:1`
    await writeFile(path, (await busyboxLayer()).tar)
    const runs = async ({ on }: World) =>
      expect(await dockerWith({ on }, 'run', '--rm', reference, '/bin/echo', 'ran')).toBe('ran')
    return {
      run: async ({ client }, job) => await reported(importArchive({ client }, { path, reference }, job)),
      expectDone: runs,
      async expectWhole(world) {
        if ((await idOrNone(world, reference)) !== undefined) await runs(world)
      },
      clean: async () => await rm(folder, { recursive: true, force: true }),
    }
  },
}

const save: Operation = {
  name: 'save',
  path: /\/images\/get/,
  answerBytes: 1_100_000,
  requestBytes: 0,
  async prepare({ on }) {
    const folder = await mkdtemp(join(tmpdir(), 'strata-fault-save-'))
    const target = join(folder, 'out')
    await mkdir(target)
    const path = join(target, 'image.tar')
    const reference = `${uniqueName('fault-save')}:1`
    await load([anImage({ tags: [reference], layers: layers() })], { on })
    return {
      run: async ({ client }, job) =>
        await reported(saveImages({ client }, { images: [reference], path }, job)),
      async expectDone({ on: engine }) {
        expect(await readdir(target)).toEqual(['image.tar'])
        await dockerWith({ on: engine }, 'rmi', reference)
        await dockerWith({ on: engine }, 'load', '--input', path)
        expect(await imageId(reference, { on: engine })).toMatch(/^sha256:/)
      },
      expectWhole: async () => expect(await readdir(target)).toEqual([]),
      clean: async () => await rm(folder, { recursive: true, force: true }),
    }
  },
}

export const operations: readonly Operation[] = [pull, push, build, loading, importing, save]
