import { readdir } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import type { Grants } from '../files/grants'

/** A context as the page names it: by grants, and by names that it got from us. */
export type BuildSource = {
  /** A folder, or a file whose folder is the context. */
  readonly grant: string
  /** `name`: one of the Dockerfiles found there; `grant`: a file elsewhere. */
  readonly dockerfile?: { readonly name: string } | { readonly grant: string } | undefined
}

/** Absolute paths. */
export type BuildPlace = { readonly folder: string; readonly dockerfile?: string }

/** Entries of a folder that are looked at for Dockerfiles, and folders below the first. */
const maxEntries = 5_000
const maxFolders = 60
const maxFound = 50

/** @throws AppFailure GRANT_UNKNOWN, CONTEXT_NO_DOCKERFILE (not one of ours), CONTEXT_NOT_FOLDER */
export async function placeOf(grants: Pick<Grants, 'find'>, source: BuildSource): Promise<BuildPlace> {
  const { path, kind } = grants.find(source.grant)
  const folder = kind === 'folder' ? path : dirname(path)
  const { dockerfile } = source
  if (dockerfile === undefined) return kind === 'folder' ? { folder } : { folder, dockerfile: path }
  if ('grant' in dockerfile) {
    const chosen = grants.find(dockerfile.grant)
    if (chosen.kind === 'file') return { folder, dockerfile: chosen.path }
    throw new AppFailure(appError('CONTEXT_NO_DOCKERFILE', { path: shown(chosen.path) }))
  }
  const { name } = dockerfile
  if (!(await findDockerfiles(folder)).includes(name)) {
    throw new AppFailure(appError('CONTEXT_NO_DOCKERFILE', { path: shown(name) }))
  }
  return { folder, dockerfile: join(folder, ...name.split('/')) }
}

/** As `docker build --file` wants it, from inside of the folder. */
export function fileFromFolder(
  folder: string,
  path: string,
): { readonly name: string; readonly outside: boolean } {
  const way = relative(folder, path)
  const name = way.split(sep).join('/')
  return { name, outside: name.startsWith('../') || (name === way && /^(?:[a-z]:|[\\/])/i.test(way)) }
}

/** In the folder and one level below it, paths relative with `/`; what Docker takes by itself comes first. */
export async function findDockerfiles(folder: string): Promise<readonly string[]> {
  const here = await list(folder)
  const folders = here.filter((entry) => entry.isFolder && !/^(?:\.|node_modules$)/.test(entry.name))
  const below = await Promise.all(
    folders
      .slice(0, maxFolders)
      .map(async ({ name }) =>
        (await list(join(folder, name))).filter(isDockerfile).map((entry) => `${name}/${entry.name}`),
      ),
  )
  const own = here.filter(isDockerfile).map(({ name }) => name)
  return [...own.sort(byRank), ...below.flat().sort()].slice(0, maxFound)
}

type Entry = { readonly name: string; readonly isFolder: boolean; readonly isFile: boolean }

/** What can't be read holds none that we could read. */
async function list(folder: string): Promise<readonly Entry[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.slice(0, maxEntries).map((entry) => ({
    name: entry.name,
    isFolder: entry.isDirectory(),
    // A Dockerfile may be a link; where it leads is looked at when it is opened.
    isFile: entry.isFile() || entry.isSymbolicLink(),
  }))
}

function isDockerfile({ name, isFile }: Entry): boolean {
  return (
    isFile &&
    /^(?:(?:docker|container)file(?:[._-].+)?|.+\.(?:docker|container)file)$/i.test(name) &&
    !/ignore$/i.test(name)
  )
}

function byRank(a: string, b: string): number {
  const rank = (name: string): number => (name === 'Dockerfile' ? 0 : name === 'dockerfile' ? 1 : 2)
  return rank(a) - rank(b) || (a < b ? -1 : 1)
}

function shown(path: string): string {
  return ellipsis(harmless(path), 300)
}
