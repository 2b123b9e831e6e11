import { type ExecFileException, execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SandboxInfo } from '../../../scripts/sandbox/types'

export type { SandboxInfo }

let known: SandboxInfo | undefined

/**
 * The engine that the runner brought up for this run; everything in it may be destroyed. Where several were (STRATA_SANDBOX
 * names them as PATH names folders), each of the workers that run side by side has its own.
 */
export function sandbox(): SandboxInfo {
  if (known) return known
  const paths = process.env.STRATA_SANDBOX?.split(delimiter) ?? []
  const path = paths[Number(process.env.VITEST_POOL_ID ?? 1) - 1]
  if (!path) {
    throw new Error(
      'STRATA_SANDBOX names no sandbox: run `npm test`, or keep one up with scripts/dev-sandbox.mjs',
    )
  }
  known = JSON.parse(readFileSync(path, 'utf8')) as SandboxInfo
  return known
}

export type DockerResult = { code: number; stdout: string; stderr: string }

export type DockerOptions = {
  input?: Buffer | string
  env?: Readonly<Record<string, string>>
  /** another engine than the run's, such as one that a test brought up itself */
  on?: Pick<SandboxInfo, 'cli' | 'cliEnv'>
}

/** The real docker CLI against the sandbox, whatever it answers. */
export function dockerResult(args: readonly string[], options: DockerOptions = {}): Promise<DockerResult> {
  const { cli, cliEnv } = options.on ?? sandbox()
  const env = { ...process.env, ...cliEnv, ...options.env }
  return new Promise((resolve, reject) => {
    const child = execFile(
      cli,
      [...args],
      { env, maxBuffer: 512 * 1024 * 1024 },
      (error: ExecFileException | null, stdout, stderr) => {
        if (error && typeof error.code !== 'number' && !error.signal) reject(error)
        else resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr })
      },
    )
    // The CLI may end before it has read everything, which its own message explains better than EPIPE.
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input)
  })
}

/** The real docker CLI against the sandbox; its trimmed output, or an error with its words. */
export async function docker(...args: string[]): Promise<string> {
  return await dockerWith({}, ...args)
}

export async function dockerWith(options: DockerOptions, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await dockerResult(args, options)
  if (code !== 0)
    throw new Error(`docker ${args.join(' ')} ended with ${code}: ${stderr.trim() || stdout.trim()}`)
  return stdout.trim()
}

/** A repository name that no other test uses. */
export function uniqueName(prefix = 'image'): string {
  return `strata-test/${prefix}-${randomBytes(5).toString('hex')}`
}

const lines = (text: string): string[] => text.split('\n').filter(Boolean)

/** A chain of untagged parents takes several rounds: each goes only when its children are gone. */
const rounds = 6

/** Destroys every container, network, volume, build record and image in the sandbox. */
export async function emptySandbox(on: DockerOptions['on'] = sandbox()): Promise<void> {
  for (let round = 1; ; round += 1) {
    try {
      await emptyOnce({ on })
      return
    } catch (cause) {
      if (round === rounds) throw cause
      // What is going already (a container that removes itself) is refused until it is gone.
      await sleep(200 * round)
    }
  }
}

async function emptyOnce(options: DockerOptions): Promise<void> {
  const containers = lines(await dockerWith(options, 'ps', '--all', '--quiet'))
  if (containers.length > 0) await dockerWith(options, 'rm', '--force', '--volumes', ...containers)
  const images = [...new Set(lines(await dockerWith(options, 'images', '--all', '--quiet', '--no-trunc')))]
  // By hundreds, so that the command line stays short; an image that went with its parent is no failure.
  for (let at = 0; at < images.length; at += 100) {
    await dockerResult(['rmi', '--force', ...images.slice(at, at + 100)], options)
  }
  await dockerWith(options, 'system', 'prune', '--force', '--volumes')
  const left = await dockerWith(options, 'images', '--all', '--quiet')
  if (left) throw new Error(`the sandbox still has images: ${left.replaceAll('\n', ' ')}`)
}
