import type { ImageModel } from '../stack/model'
import { nameOf, pathOf } from '../stack/names'
import type { PathTable } from '../stack/pathTable'
import { fileCause, folderCause, type NamedCause } from './pathRules'

const causes: readonly (NamedCause | undefined)[] = [
  undefined,
  'packageLists',
  'packageCache',
  'buildTools',
  'developmentDependencies',
  'sources',
  'secrets',
]

/** What a path's names say about it; of a folder it holds for all below. */
export type PathCauses = (node: number) => NamedCause | undefined

export function pathCauses({ paths }: ImageModel): PathCauses {
  const codes = new Uint8Array(paths.count)
  for (let node = 1; node < paths.count; node += 1) {
    const above = codes[paths.parent[node] ?? 0] ?? 0
    const name = nameOf(paths, node)
    const own = ownCause(paths, node, name, above === 0)
    codes[node] = own === undefined ? above : causes.indexOf(own)
  }
  return (node) => causes[codes[node] ?? 0]
}

/** Names that a rule could be about: most are not looked at further. */
const maybeFile = /^\.|^id_|key|\.p12$|\.pfx$|\.a$|\.tfstate$|^service|^credentials$|^config(?:\.json)?$/i

function ownCause(paths: PathTable, node: number, name: string, isFree: boolean): NamedCause | undefined {
  const isLeaf = (paths.end[node] ?? 0) === node + 1
  const named = isFree ? folderCause(namesOf(paths, node, name)) : undefined
  if (named !== undefined) return named
  if (!isLeaf || (!maybeFile.test(name) && !isBinary(paths, node))) return undefined
  const cause = fileCause(name, pathOf(paths, paths.parent[node] ?? 0))
  return cause === 'secrets' || isFree ? cause : undefined
}

/** In a folder named `bin`. */
function isBinary(paths: PathTable, node: number): boolean {
  return nameOf(paths, paths.parent[node] ?? 0) === 'bin'
}

/** Its own name first, at most five: no rule has more. */
function namesOf(paths: PathTable, node: number, name: string): readonly string[] {
  const names = [name]
  for (let at = paths.parent[node] ?? 0; at > 0 && names.length < 5; at = paths.parent[at] ?? 0)
    names.push(nameOf(paths, at))
  return names
}
