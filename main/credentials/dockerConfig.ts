import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { cut, harmless } from '@shared/text'
import { z } from 'zod'

/** The part of docker's config.json that tells where credentials are. */
export type DockerConfig = {
  /** By registry key. Entries are looked at only when they are asked for: a broken one spoils no other. */
  readonly auths: ReadonlyMap<string, unknown>
  readonly credsStore?: string
  readonly credHelpers: ReadonlyMap<string, string>
}

/** Bytes; a config.json has a few kB. */
const maxConfigBytes = 4 * 1024 * 1024

const configShape = z.object({
  auths: z.record(z.string(), z.unknown()).nullish(),
  credsStore: z.string().nullish(),
  credHelpers: z.record(z.string(), z.string()).nullish(),
})

const emptyDockerConfig: DockerConfig = { auths: new Map(), credHelpers: new Map() }

export function dockerConfigPath(env: NodeJS.ProcessEnv, homedir: string): string {
  const folder = env.DOCKER_CONFIG
  return join(folder === undefined || folder === '' ? join(homedir, '.docker') : folder, 'config.json')
}

/** Reads, never writes. No file is an empty config. Throws AppFailure CREDENTIAL_CONFIG_INVALID {path, reason}. */
export async function readDockerConfig(path: string): Promise<DockerConfig> {
  const text = await readText(path)
  if (text === undefined || text.trim() === '') return emptyDockerConfig
  const config = parseDockerConfig(text)
  if (config === undefined) throw invalid(path, 'content')
  return config
}

/** undefined when it is not what docker would read. The text may hold secrets: nothing of it gets into an error. */
export function parseDockerConfig(text: string): DockerConfig | undefined {
  const parsed = configShape.safeParse(withGoFieldNames(parse(text)))
  if (!parsed.success) return undefined
  const { auths, credsStore, credHelpers } = parsed.data
  return {
    auths: new Map(Object.entries(auths ?? {})),
    credHelpers: new Map(Object.entries(credHelpers ?? {})),
    ...(credsStore === undefined || credsStore === null || credsStore === '' ? {} : { credsStore }),
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path)
    if (size > maxConfigBytes) throw invalid(path, 'size')
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof AppFailure) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw invalid(path, 'unreadable')
  }
}

/** JSON.parse quotes its input in the error, which here holds passwords: the error is dropped. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return undefined
  }
}

/** Go matches field names without regard to case, so docker reads `credsstore` too (encoding/json Unmarshal). */
export function withGoFieldNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const found = new Map<string, unknown>()
  for (const [name, field] of Object.entries(value)) {
    const known = fieldNames.get(name.toLowerCase())
    if (known !== undefined && (known === name || !found.has(known))) found.set(known, field)
  }
  return Object.fromEntries(found)
}

const fieldNames: ReadonlyMap<string, string> = new Map(
  ['auths', 'credsStore', 'credHelpers', 'auth', 'username', 'password', 'identitytoken'].map((name) => [
    name.toLowerCase(),
    name,
  ]),
)

function invalid(path: string, reason: 'content' | 'size' | 'unreadable'): AppFailure {
  return new AppFailure(appError('CREDENTIAL_CONFIG_INVALID', { path: cut(harmless(path), 300), reason }))
}
