import type { ImageModel } from '../stack/model'
import { nameOf, pathOf } from '../stack/names'
import type { PathTable } from '../stack/pathTable'
import { fileCause, folderCause, isRuled, isTelling, type Named } from './pathRules'
import { projectRules } from './projectRules'
import { maybeSecret } from './secretRules'

/** What a path's names say about it; of a folder it holds for all below. */
export type PathCauses = (node: number) => Named | undefined

const mark = { telling: 1, binaries: 2 } as const

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
  // By folder: what its own name means for what is in it.
  const marks = new Uint8Array(paths.count)
  for (let node = 1; node < paths.count; node += 1) {
    const parent = paths.parent[node] ?? 0
    const above = codes[parent] ?? 0
    const name = nameOf(paths, node)
    const isLeaf = (paths.end[node] ?? 0) === node + 1
    if (!isLeaf) marks[node] = isTelling(name) ? mark.telling : name === 'bin' ? mark.binaries : 0
    const own = ownCause(paths, node, { name, isLeaf, isFree: above === 0, parent: marks[parent] ?? 0 })
    if (own !== undefined) codes[node] = codeOf(own)
    else if (above !== 0) codes[node] = above
    else {
      const why = projects.reason(node, name)
      if (why !== undefined) codes[node] = codeOf({ cause: 'sources', why })
    }
  }
  return (node) => kinds[codes[node] ?? 0]
}

type Facts = {
  readonly name: string
  readonly isLeaf: boolean
  /** Nothing was said of its folder. */
  readonly isFree: boolean
  /** The mark of its folder. */
  readonly parent: number
}

function ownCause(
  paths: PathTable,
  node: number,
  { name, isLeaf, isFree, parent }: Facts,
): Named | undefined {
  if (isFree && (isRuled(name) || parent === mark.telling)) {
    const named = folderCause(namesOf(paths, node, name))
    if (named !== undefined) return named
  }
  if (!isLeaf || (!maybeSecret.test(name) && !name.endsWith('.a') && parent !== mark.binaries))
    return undefined
  const found = fileCause(name, pathOf(paths, paths.parent[node] ?? 0))
  return found?.cause === 'secrets' || isFree ? found : undefined
}

/** Its own name first, at most five: no rule has more. */
function namesOf(paths: PathTable, node: number, name: string): readonly string[] {
  const names = [name]
  for (let at = paths.parent[node] ?? 0; at > 0 && names.length < 5; at = paths.parent[at] ?? 0)
    names.push(nameOf(paths, at))
  return names
}
