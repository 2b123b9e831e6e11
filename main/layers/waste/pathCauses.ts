import type { ImageModel } from '../stack/model'
import { nameOf, pathOf } from '../stack/names'
import type { PathTable } from '../stack/pathTable'
import { fileCause, folderCause, type Named } from './pathRules'
import { projectRules } from './projectRules'
import { maybeSecret } from './secretRules'

/** What a path's names say about it; of a folder it holds for all below. */
export type PathCauses = (node: number) => Named | undefined

/** @param commands of the steps that made the image's own layers: what was compiled in it */
export function pathCauses(model: ImageModel, commands: readonly string[] = []): PathCauses {
  const { paths } = model
  const projects = projectRules(model, commands)
  const kinds: (Named | undefined)[] = [undefined]
  const codeOf = (named: Named): number => {
    const known = kinds.findIndex((kind) => kind?.cause === named.cause && kind.why === named.why)
    return known === -1 ? kinds.push(named) - 1 : known
  }
  const codes = new Uint8Array(paths.count)
  for (let node = 1; node < paths.count; node += 1) {
    const above = codes[paths.parent[node] ?? 0] ?? 0
    const name = nameOf(paths, node)
    const own = ownCause(paths, node, name, above === 0)
    if (own !== undefined) codes[node] = codeOf(own)
    else if (above !== 0) codes[node] = above
    else {
      const why = projects.reason(node, name)
      if (why !== undefined) codes[node] = codeOf({ cause: 'sources', why })
    }
  }
  return (node) => kinds[codes[node] ?? 0]
}

function ownCause(paths: PathTable, node: number, name: string, isFree: boolean): Named | undefined {
  const isLeaf = (paths.end[node] ?? 0) === node + 1
  const named = isFree ? folderCause(namesOf(paths, node, name)) : undefined
  if (named !== undefined) return named
  if (!isLeaf || (!maybeSecret.test(name) && !name.endsWith('.a') && !isBinary(paths, node))) return undefined
  const found = fileCause(name, pathOf(paths, paths.parent[node] ?? 0))
  return found?.cause === 'secrets' || isFree ? found : undefined
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
