import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import type { FileGrant, FilesDrop } from '@shared/domain/files'
import { AppFailure, appError } from '@shared/errors'

export type GrantedFile = { readonly path: string; readonly kind: 'file' | 'folder' }

export type Grants = {
  /** For a path that a person chose in a dialog or dropped; undefined when it is neither file nor folder, or not there. */
  readonly issue: (path: string) => Promise<FileGrant | undefined>
  readonly issueAll: (paths: unknown) => Promise<FilesDrop>
  /** Throws AppFailure GRANT_UNKNOWN for anything that main did not issue, or issued too long ago. */
  readonly find: (grant: string) => GrantedFile
  readonly describe: (grant: string) => Promise<FileGrant>
  readonly release: (grant: string) => boolean
}

/** As many in one drop; the rest is counted as refused. */
const maxAtOnce = 64
/** As many at a time: the oldest gives way. */
const maxLive = 1_000

/** Which of the user's files the page may name: 144 random bits each, unguessable, gone with the process. */
export function createGrants(): Grants {
  const live = new Map<string, GrantedFile>()

  const find = (grant: string): GrantedFile => {
    const file = live.get(grant)
    if (file === undefined) throw new AppFailure(appError('GRANT_UNKNOWN'))
    return file
  }
  const issue = async (path: string): Promise<FileGrant | undefined> => {
    const facts = await look(path)
    if (facts === undefined) return undefined
    const grant = randomBytes(18).toString('base64url')
    live.set(grant, { path, kind: facts.kind })
    for (const oldest of live.keys()) if (live.size > maxLive) live.delete(oldest)
    return { grant, ...facts }
  }

  return {
    find,
    issue,
    issueAll: async (paths) => {
      const named = Array.isArray(paths) ? paths.map((path): unknown => path) : []
      const issued = await Promise.all(
        named.slice(0, maxAtOnce).map(async (path) => (isUsable(path) ? await issue(path) : undefined)),
      )
      const items = issued.filter((item) => item !== undefined)
      return { items, refused: named.length - items.length }
    },
    describe: async (grant) => {
      const facts = await look(find(grant).path)
      if (facts === undefined) throw new AppFailure(appError('GRANT_UNKNOWN'))
      return { grant, ...facts }
    },
    release: (grant) => live.delete(grant),
  }
}

function isUsable(path: unknown): path is string {
  return typeof path === 'string' && path.length <= 32_767 && isAbsolute(path) && !path.includes('\0')
}

/** Follows links; sockets, pipes and devices are nothing to open. */
async function look(path: string): Promise<Omit<FileGrant, 'grant'> | undefined> {
  const facts = await stat(path).catch(() => undefined)
  const name = basename(path).slice(0, 255)
  if (facts?.isDirectory()) return { name, kind: 'folder' }
  return facts?.isFile() ? { name, kind: 'file', size: facts.size } : undefined
}
