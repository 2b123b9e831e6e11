import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AppError, appError } from '@shared/errors'
import { isJson, type Json, object, text } from '../records/read'

/** Files of a TLS connection; each only where it exists. */
export type TlsFiles = { readonly ca?: string; readonly cert?: string; readonly key?: string }

/** One docker context as the docker CLI keeps it on disk. */
export type DockerContext = {
  readonly name: string
  readonly description?: string
  readonly host: string
  readonly tls?: TlsFiles
  /** Its files can't be used. */
  readonly problem?: AppError
}

/** `$DOCKER_CONFIG`, else `~/.docker`. */
export function configFolder(env: Readonly<Record<string, string | undefined>>, homedir: string): string {
  return env.DOCKER_CONFIG || join(homedir, '.docker')
}

/** `currentContext` of config.json; absent when the file is, or is broken (docker itself then only warns). */
export function currentContext(folder: string): string | undefined {
  const config = readJson(join(folder, 'config.json'))
  return config === undefined ? undefined : text(config.currentContext)
}

/** All contexts in the store, by name. Broken ones are among them, with their problem. */
export function readContexts(folder: string): readonly DockerContext[] {
  const metas = join(folder, 'contexts', 'meta')
  return foldersIn(metas)
    .flatMap((id) => readContext(folder, id) ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function readContext(folder: string, id: string): DockerContext | undefined {
  const path = join(folder, 'contexts', 'meta', id, 'meta.json')
  const meta = readJson(path)
  const name = text(meta?.Name)
  if (meta === undefined || name === undefined) {
    return existsSync(path) ? broken(id.slice(0, 12), 'meta.json cannot be read') : undefined
  }
  // The folder is named after the context; another one was moved here by hand, and docker does not find it either.
  if (createHash('sha256').update(name).digest('hex') !== id)
    return broken(name, 'it lies in a folder of another name')
  const endpoint = object(object(meta.Endpoints).docker)
  const host = text(endpoint.Host)
  if (host === undefined) return broken(name, 'it names no docker endpoint')
  const files = tlsFilesIn(join(folder, 'contexts', 'tls', id, 'docker'))
  const tls = files ?? (endpoint.SkipTLSVerify === true ? {} : undefined)
  const description = text(object(meta.Metadata).Description)
  return {
    name,
    host,
    ...(description === undefined ? {} : { description }),
    ...(tls === undefined ? {} : { tls }),
  }
}

function broken(name: string, detail: string): DockerContext {
  return { name, host: '', problem: appError('ENDPOINT_INVALID', { host: name }, { detail }) }
}

/** Undefined when there is none of the three. */
export function tlsFilesIn(folder: string): TlsFiles | undefined {
  const found = (['ca', 'cert', 'key'] as const).flatMap((name) => {
    const path = join(folder, `${name}.pem`)
    return existsSync(path) ? [[name, path] as const] : []
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function readJson(path: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isJson(json) ? json : undefined
  } catch {
    return undefined
  }
}
