import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { BuildView } from '@shared/domain/build'
import { onTestFinished } from 'vitest'
import {
  type BuildContext,
  type BuildImageOptions,
  type BuildOutcome,
  buildImage,
} from '../../../main/build/buildImage'
import { createEngineSession } from '../../../main/engine'
import { createBuildEngine } from '../../../main/engine/buildkit/buildEngine'
import type { BuildEngine } from '../../../main/ports/buildEngine'
import type { CredentialSource } from '../../../main/ports/credentialSource'
import type { EngineClient } from '../../../main/ports/engineClient'
import { sandbox } from '../support/sandbox'

/** Files of a context; `{ link }` a link, `null` an empty folder, `{ program: true }` the static busybox. */
export type Files = Readonly<Record<string, string | Buffer | { link: string } | { program: true } | null>>

export function folderOf(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), 'strata-build-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    const full = join(root, path)
    mkdirSync(content === null ? full : dirname(full), { recursive: true })
    if (content === null) continue
    if (typeof content === 'string' || Buffer.isBuffer(content)) writeFileSync(full, content)
    else if ('link' in content) symlinkSync(content.link, full)
    else copyFileSync(busybox(), full)
  }
  return root
}

export function busybox(): string {
  const { busybox: program } = sandbox()
  if (program === undefined) throw new Error('the sandbox has no static busybox')
  return program
}

/** A RUN of busybox's shell in an image from scratch. */
export const sh = (script: string): string => `RUN ["/busybox", "sh", "-c", ${JSON.stringify(script)}]`

export type Services = { readonly engine: BuildEngine; readonly client: EngineClient }

/** The use case's services on the run's engine, over another way to it when one is given. */
export async function services(
  options: {
    readonly dial?: () => Duplex
    readonly credentials?: CredentialSource
    readonly builder?: 'classic'
  } = {},
): Promise<Services> {
  const { host, socketPath, apiVersion } = sandbox()
  const session = createEngineSession({
    env: { DOCKER_HOST: host },
    homedir: '/nonexistent',
    platform: process.platform,
    customHosts: [],
  })
  onTestFinished(() => session.close())
  const settled = new Promise<void>((resolve) => {
    session.onStatus(({ state }) => {
      if (state.type !== 'connecting') resolve()
    })
  })
  session.start()
  await settled
  const { dial = () => connect(socketPath), credentials, builder } = options
  const engine = createBuildEngine({
    address: { connect: dial },
    apiVersion,
    ...(credentials === undefined ? {} : { credentials }),
  })
  const forced = builder === undefined ? engine : { ...engine, builder: async () => builder }
  return { engine: forced, client: session.client() }
}

export type Asked = Partial<BuildImageOptions> & { readonly folder: string }

/** RUN steps have no network: the sandbox's bridge leads nowhere. */
export function options(asked: Asked): BuildImageOptions {
  return {
    tags: [],
    buildArgs: new Map(),
    labels: new Map(),
    noCache: true,
    pull: false,
    networkMode: 'none',
    ...asked,
  }
}

export type Watched = {
  readonly outcome: BuildOutcome
  readonly log: readonly string[]
  readonly progress: readonly { readonly done: number; readonly total: number }[]
}

export async function build(
  on: Services,
  asked: Asked,
  watch: {
    readonly signal?: AbortSignal
    readonly view?: (view: BuildView) => void
  } & Partial<BuildContext> = {},
): Promise<Watched> {
  const log: string[] = []
  const progress: { done: number; total: number }[] = []
  const outcome = await buildImage(on, options(asked), {
    signal: new AbortController().signal,
    log: (text) => log.push(text),
    progress: ({ done, total }) => progress.push({ done, total }),
    ...watch,
  })
  return { outcome, log, progress }
}

/** What a built one reports; throws with its error when it did not. */
export function built({ outcome }: Watched): Extract<BuildOutcome, { type: 'built' }> {
  if (outcome.type === 'built') return outcome
  throw new Error(JSON.stringify(outcome, undefined, 1))
}

/** A way to the engine that can be cut: bytes pass until the test says otherwise. */
export async function breakableWay(
  onData?: (text: string, way: { cut(): void; end(): void }, toClient: Socket) => boolean,
): Promise<() => Duplex> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-way-'))
  const path = join(folder, 's')
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const engine = connect(sandbox().socketPath)
    open.add(client).add(engine)
    const way = {
      cut: () => {
        client.destroy()
        engine.destroy()
      },
      end: () => {
        client.end()
        engine.destroy()
      },
    }
    client.pipe(engine)
    engine.on('data', (chunk) => {
      if (onData?.(chunk.toString('latin1'), way, client) !== true) client.write(chunk)
    })
    engine.on('end', () => client.end())
    for (const socket of [client, engine]) socket.on('error', way.cut).on('close', way.cut)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return () => connect(path)
}

/** Files below a folder with their content, links as `-> target`. */
export function treeOf(root: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        found[`${path}/`] = ''
        visit(path)
      } else found[path] = entry.isSymbolicLink() ? '->' : readFileSync(join(root, path), 'latin1')
    }
  }
  visit('')
  return found
}

/** Unpacks all layers of an image, lowest first, and lists what is in it. */
export function imageTree(reference: string): Readonly<Record<string, string>> {
  const { cli, cliEnv } = sandbox()
  const folder = mkdtempSync(join(tmpdir(), 'strata-image-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const env = { ...process.env, ...cliEnv }
  const id = execFileSync(cli, ['create', '--network', 'none', reference, '/none'], {
    env,
    encoding: 'utf8',
  }).trim()
  try {
    const tar = join(folder, 'image.tar')
    execFileSync(cli, ['export', '--output', tar, id], { env })
    const out = join(folder, 'out')
    mkdirSync(out)
    execFileSync('tar', ['-C', out, '-xf', tar])
    return treeOf(out)
  } finally {
    execFileSync(cli, ['rm', '--force', id], { env })
  }
}

/** Processes in this machine whose command line holds `mark`: RUN steps of a private engine are among them. */
export function running(mark: string): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark)
      } catch {
        return false
      }
    }).length
}
