import { EntryKind, type LayerIndex } from '../layerIndex'
import type { ImageModel } from '../stack/model'
import { nameOf, pathOf } from '../stack/names'

/** Whether a layer brought a path along with a whole build context, where it is of no use. */
export type ContextTest = (layer: number, node: number) => boolean

const telling = new Set(['.dockerignore', 'Dockerfile', '.git'])
/** Of a build context: what `.dockerignore` should hold back. */
const needless =
  /^(?:\.git|\.github|\.gitlab|\.circleci|\.gitignore|\.gitattributes|\.gitlab-ci\.yml|\.dockerignore|(?:.*\.)?Dockerfile(?:\..*)?|(?:docker-)?compose(?:\..*)?\.ya?ml|\.vscode|\.idea|\.DS_Store|node_modules|\.venv|venv|__pycache__|\.pytest_cache|\.mypy_cache|\.tox|\.nyc_output|coverage)$/
const foreign = /\/(?:node_modules|site-packages|dist-packages|vendor)(?:\/|$)|^\/(?:usr|lib|etc|var)\//

/**
 * `COPY . .` without a `.dockerignore`: a folder that got a Dockerfile, a `.dockerignore` or a `.git` in this layer.
 * @param keywords of the layers' instructions, where known: only COPY and ADD bring a context.
 */
export function contextTest(model: ImageModel, keywords: readonly (string | undefined)[]): ContextTest {
  const ranges = model.layers.map((layer, position) => {
    const keyword = keywords[position]
    const canCopy = keyword === undefined || keyword === 'COPY' || keyword === 'ADD'
    return canCopy ? needlessRanges(model, position, layer) : []
  })
  return (layer, node) => {
    const some = ranges[layer] ?? []
    let low = 0
    let high = some.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((some[middle]?.from ?? 0) <= node) low = middle + 1
      else high = middle
    }
    return node < (some[low - 1]?.to ?? 0)
  }
}

type Range = { readonly from: number; readonly to: number }

/** In order of nodes; none within another. */
function needlessRanges(model: ImageModel, position: number, { names, entries }: LayerIndex): Range[] {
  const contexts = new Set<number>()
  for (let node = 1; node < names.count; node += 1)
    if (telling.has(nameOf(names, node))) contexts.add(names.parent[node] ?? 0)
  if (contexts.size === 0) return []
  const removed = new Set<number>()
  for (let i = 0; i < entries.count; i += 1)
    if (entries.kind[i] === EntryKind.whiteout) removed.add(entries.node[i] ?? 0)
  const { paths, nodeOf } = model
  const found: Range[] = []
  for (let node = 1; node < names.count; node += 1) {
    const parent = names.parent[node] ?? 0
    if (!contexts.has(parent) || removed.has(node) || !needless.test(nameOf(names, node))) continue
    if (foreign.test(`${pathOf(names, parent)}/`)) continue
    const from = nodeOf[position]?.[node] ?? 0
    found.push({ from, to: paths.end[from] ?? 0 })
  }
  found.sort((a, b) => a.from - b.from)
  return found.filter((range, i) => i === 0 || range.from >= (found[i - 1]?.to ?? 0))
}
