import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import {
  type ImageSpec,
  imageIdOf,
  type Layer,
  layerOf,
  type Step,
} from '../../../scripts/sandbox/images/archive.mjs'
import { loadBulk, loadImages } from '../../../scripts/sandbox/images/load.mjs'
import { type TarEntry, tarOf } from '../../../scripts/sandbox/images/tar.mjs'
import { eventually } from './eventually'
import { type DockerOptions, docker, dockerWith, sandbox, uniqueName } from './sandbox'

export { type ImageSpec, imageIdOf, type Layer, layerOf, type Step, type TarEntry, tarOf }

type On = { on?: DockerOptions['on'] }

let busybox: Layer | undefined

/** A layer with a whole userland in one static program, so that containers run without any registry. */
export async function busyboxLayer(): Promise<Layer> {
  if (busybox) return busybox
  const program = sandbox().busybox
  if (!program) throw new Error('the sandbox has no static busybox (Debian package busybox-static)')
  const applets = ['sh', 'sleep', 'true', 'false', 'echo', 'cat', 'ls', 'touch', 'dd', 'mkdir', 'rm', 'ln']
  busybox = layerOf([
    { name: 'bin' },
    { name: 'bin/busybox', content: await readFile(program), mode: 0o755 },
    ...applets.map((name) => ({ name: `bin/${name}`, link: 'busybox' })),
    { name: 'tmp', mode: 0o1777 },
  ])
  return busybox
}

/** A layer of one file with `size` bytes that no other layer has. */
export function fileLayer(name: string, size = 1000, seed: string = uniqueName()): Layer {
  return layerOf([{ name, content: Buffer.alloc(size, `${seed}\n`) }])
}

export type AnImage = Partial<Omit<ImageSpec, 'steps'>> & {
  layers?: readonly Layer[]
  steps?: readonly Step[]
}

/** An image as its author would make it; one small layer of its own, unless the test says otherwise. */
export function anImage({ layers, steps, tags = [`${uniqueName()}:1`], ...rest }: AnImage = {}): ImageSpec {
  const content = layers ?? [fileLayer('data')]
  return {
    created: '2026-03-01T12:00:00Z',
    config: { Cmd: ['/bin/sh'], Env: ['PATH=/bin'] },
    ...rest,
    tags,
    steps: steps ?? content.map((layer, index) => ({ createdBy: `COPY part-${index} / # buildkit`, layer })),
  }
}

/** Puts images into the engine as given and answers the engine's own id of each. */
export async function load(specs: readonly ImageSpec[], { on }: On = {}): Promise<string[]> {
  await loadImages(on ?? sandbox(), specs)
  return await imageIds(
    specs.map((spec) => spec.tags?.[0] ?? imageIdOf(spec)),
    on ? { on } : {},
  )
}

/** Of many in one call: a CLI each would be hundreds of processes at once. */
async function imageIds(references: readonly string[], options: On = {}): Promise<string[]> {
  if (references.length === 0) return []
  const told = await dockerWith(options, 'image', 'inspect', '--format', '{{.Id}}', ...references)
  return told.split('\n')
}

export async function imageId(reference: string, options: On = {}): Promise<string> {
  return await dockerWith(options, 'image', 'inspect', '--format', '{{.Id}}', reference)
}

/** An image that runs: busybox, and a tag. Answers the reference. */
export async function runnableImage(reference = `${uniqueName('run')}:1`, options: On = {}): Promise<string> {
  await load([anImage({ tags: [reference], layers: [await busyboxLayer()] })], options)
  return reference
}

/** An image that lost its name to another, as after a rebuild. Answers its id. */
export async function danglingImage(size = 1000, options: On = {}): Promise<string> {
  const reference = `${uniqueName('dangling')}:1`
  const [old = ''] = await load([anImage({ tags: [reference], layers: [fileLayer('old', size)] })], options)
  await load([anImage({ tags: [reference], layers: [fileLayer('new')] })], options)
  await dockerWith(options, 'rmi', reference)
  return old
}

/** `docker build` of a folder made of `files`; `Dockerfile` is one of them. Answers the tag's id. */
export async function build(
  tag: string,
  files: Readonly<Record<string, string | Buffer>>,
  { args = [], on, env }: { args?: readonly string[] } & DockerOptions = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-context-'))
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), content)
    }
    await dockerWith(
      { ...(on ? { on } : {}), ...(env ? { env } : {}) },
      'build',
      '--tag',
      tag,
      ...args,
      folder,
    )
    return await imageId(tag, on ? { on } : {})
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `docker import` of a tar made of `entries`. Answers the id. */
export async function importImage(
  reference: string,
  entries: readonly TarEntry[],
  on?: DockerOptions['on'],
): Promise<string> {
  return await dockerWith({ input: tarOf(entries), ...(on ? { on } : {}) }, 'import', '-', reference)
}

/** The corpus of limits.md: seven layers an image, five shared by ten bases, every tenth with a second tag. */
export async function manyImages(count: number, prefix = 'bulk', { on }: On = {}): Promise<void> {
  await loadBulk(on ?? sandbox(), { count, prefix })
}

/** A container that is up until removed. Answers its id. */
export async function runningContainer(image: string, ...flags: string[]): Promise<string> {
  return await docker('run', '--detach', '--init', ...flags, image, '/bin/sleep', '100000')
}

/** A container that ran and ended. Answers its id. */
export async function stoppedContainer(image: string, ...flags: string[]): Promise<string> {
  const id = await docker('create', ...flags, image, '/bin/true')
  await docker('start', '--attach', id)
  // The CLI is back before the engine has written the end into its list: for a moment that one still says "running".
  const listed = ['ps', '--all', '--quiet', '--no-trunc', '--filter', 'status=exited', '--filter', `id=${id}`]
  await eventually(async () => {
    if ((await docker(...listed)) !== id) throw new Error(`${image} has not ended yet`)
  })
  return id
}

/** Where a test needs the packed bytes: `docker save`. */
export async function saved(...references: string[]): Promise<Buffer> {
  const { cli, cliEnv } = sandbox()
  const { stdout } = await promisify(execFile)(cli, ['save', ...references], {
    env: { ...process.env, ...cliEnv },
    encoding: 'buffer',
    maxBuffer: 1024 * 1024 * 1024,
  })
  return stdout
}
