import type { WasteReason } from '@shared/domain/contents'
import type { ImageModel } from '../stack/model'
import { nameOf } from '../stack/names'
import type { PathTable } from '../stack/pathTable'

/** Files that make a folder the root of a program, and what its language compiles. */
type Language = {
  readonly manifest: RegExp
  readonly compiled?: RegExp
  readonly compiler?: RegExp
  /** What its compiler leaves behind on its way to what is run, below the root. */
  readonly left?: RegExp
  /** What distributions compile is of this language, too. */
  readonly isSystems?: true
}

const languages: readonly Language[] = [
  { manifest: /^go\.mod$/, compiled: /\.go$/, compiler: /\bgo\s+(?:build|install)\b/ },
  {
    manifest: /^Cargo\.toml$/,
    compiled: /\.rs$/,
    compiler: /\bcargo\s+(?:build|install|rustc)\b/,
    left: /^target\/(?:[^/]+\/){1,2}(?:deps|build|incremental|\.fingerprint)$/,
  },
  {
    manifest: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
    left: /^target\/(?:test-classes|maven-status|surefire-reports|generated-test-sources)$/,
    compiled: /\.(?:java|kt|scala)$/,
    compiler: /\bmvnw?\s.*\b(?:package|install|verify)\b|\bgradlew?\s.*\b(?:build|assemble|bootJar|jar)\b/,
  },
  {
    manifest: /\.(?:cs|fs|vb)proj$/,
    compiled: /\.(?:cs|fs|vb)$/,
    left: /^obj$/,
    compiler: /\bdotnet\s+(?:build|publish)\b/,
  },
  {
    isSystems: true,
    manifest: /^(?:CMakeLists\.txt|meson\.build|Makefile|configure\.ac)$/,
    compiled: /\.(?:c|cc|cpp|cxx|hh|hpp|h|o)$/,
    compiler: /\b(?:make|ninja|gcc|g\+\+|clang)\b/,
  },
  {
    manifest: /^tsconfig\.json$/,
    compiled: /(?<!\.d)\.tsx?$/,
    compiler: /\btsc\b|\b(?:npm|yarn|pnpm|bun)\s+(?:run\s+)?build\b/,
  },
  // Read as it is: only its tests and documents are not needed.
  { manifest: /^(?:package\.json|pyproject\.toml|requirements\.txt|setup\.py|Gemfile|composer\.json)$/ },
]

/** Directly in the root of a program. */
const testFolder = /^(?:tests?|__tests__|spec|e2e|testdata|__mocks__)$/
const documentFolder = /^docs?$/
/** Last names of what `Language.left` is about. */
const leftNames =
  /^(?:deps|build|incremental|\.fingerprint|obj|test-classes|maven-status|surefire-reports|generated-test-sources)$/
/** Files that explain a program, below its folder for documents: what else lies there may be served. */
const document = /\.(?:md|rst|adoc|rdoc)$/i
/** Where packages live, which have roots of their own. */
const foreign = /^(?:node_modules|site-packages|dist-packages|vendor|gems|bower_components)$/
const systemTops = new Set('bin boot dev etc lib lib32 lib64 media mnt proc run sbin sys'.split(' '))
/** Most names are none of these. */
const maybeManifest =
  /^(?:go\.mod|Cargo\.|pom\.|build\.gradle|CMakeLists|meson|Makefile|configure\.ac|tsconfig\.|package\.json|pyproject|requirements\.|setup\.py|Gemfile|composer\.)|proj$/

export type ProjectRules = {
  /** Of a path below the root of a program; what holds for a folder holds for all below it. */
  reason(node: number, name: string): WasteReason | undefined
}

/** Roots of programs by their nodes, outside of what packages and the system brought. */
type Roots = {
  readonly languages: ReadonlyMap<number, ReadonlySet<Language>>
  /** Of each node the nearest root at or above it; -1: none. */
  readonly rootOf: Int32Array
}

/**
 * What of a program's folder is not needed to run it. Compiled sources are told only when a step of the image's own history names
 * their compiler: then they lie beside what was built of them.
 * @param commands of the steps that made the image's own layers
 */
export function projectRules({ paths }: ImageModel, commands: readonly string[]): ProjectRules {
  const { languages: known, rootOf } = rootsOf(paths)
  const compiled = new Set(
    languages.filter(({ compiler }) => commands.some((text) => compiler?.test(text) === true)),
  )
  const isSystemSource = systemSources(paths, known)
  /** Names from the root of the program down to a node. */
  const namesBelow = (root: number, node: number): readonly string[] => {
    const names: string[] = []
    for (let at = node; at > root; at = paths.parent[at] ?? 0) names.push(nameOf(paths, at))
    return names.reverse()
  }
  const folderReason = (root: number, node: number, name: string): WasteReason | undefined => {
    if (paths.parent[node] === root && testFolder.test(name)) return 'tests'
    if (!leftNames.test(name)) return undefined
    const below = namesBelow(root, node).join('/')
    const its = [...(known.get(root) ?? [])]
    return its.some(({ left }) => left?.test(below) === true) ? 'buildFolder' : undefined
  }
  const fileReason = (root: number, node: number, name: string): WasteReason | undefined => {
    for (const language of known.get(root) ?? []) {
      if (compiled.has(language) && language.compiled?.test(name) === true) return 'compiledSources'
    }
    if (!document.test(name)) return undefined
    const [top = '', ...rest] = namesBelow(root, node)
    return rest.length > 0 && documentFolder.test(top) ? 'documents' : undefined
  }
  return {
    reason: (node, name) => {
      if (isSystemSource(node, name)) return 'systemSources'
      const root = rootOf[paths.parent[node] ?? 0] ?? -1
      if (root === -1) return undefined
      const isLeaf = (paths.end[node] ?? 0) === node + 1
      return isLeaf ? fileReason(root, node, name) : folderReason(root, node, name)
    },
  }
}

/** In `/usr/src`, where distributions unpack sources, and where many put their program: that is left alone. */
function systemSources(paths: PathTable, roots: Roots['languages']): (node: number, name: string) => boolean {
  const folder = childNamed(paths, childNamed(paths, 0, 'usr'), 'src')
  const holds = new Set<number>()
  for (const [root, its] of roots) {
    // Sources of the system have their makefiles, too.
    if ([...its].every(({ isSystems }) => isSystems === true)) continue
    for (let at = root; at > 0; at = paths.parent[at] ?? 0) holds.add(at)
  }
  return (node, name) => paths.parent[node] === folder && folder > 0 && name !== 'app' && !holds.has(node)
}

/** -1: there is none, or no such parent. */
function childNamed(paths: PathTable, parent: number, wanted: string): number {
  if (parent === -1) return -1
  const end = parent === 0 ? paths.count : (paths.end[parent] ?? 0)
  for (let node = parent + 1; node < end; node = paths.end[node] ?? end) {
    if (nameOf(paths, node) === wanted) return node
  }
  return -1
}

function rootsOf(paths: PathTable): Roots {
  const found = new Map<number, Set<Language>>()
  const isForeign = new Uint8Array(paths.count)
  for (let node = 1; node < paths.count; node += 1) {
    const parent = paths.parent[node] ?? 0
    if (isForeign[parent] === 1) {
      isForeign[node] = 1
      continue
    }
    const name = nameOf(paths, node)
    if (isSystem(paths, parent, name)) isForeign[node] = 1
    else if ((paths.end[node] ?? 0) === node + 1 && maybeManifest.test(name)) {
      for (const language of languages) {
        if (language.manifest.test(name)) found.set(parent, (found.get(parent) ?? new Set()).add(language))
      }
    }
  }
  const rootOf = new Int32Array(paths.count).fill(-1)
  if (found.has(0)) rootOf[0] = 0
  for (let node = 1; node < paths.count; node += 1) {
    if (isForeign[node] === 1) continue
    rootOf[node] = found.has(node) ? node : (rootOf[paths.parent[node] ?? 0] ?? -1)
  }
  return { languages: found, rootOf }
}

/** `/usr/src` and `/var/www` are where many put their program. */
function isSystem(paths: PathTable, parent: number, name: string): boolean {
  if (parent === 0) return systemTops.has(name)
  if (foreign.test(name)) return true
  if (name === 'pkg' && nameOf(paths, parent) === 'go') return true
  if (paths.parent[parent] !== 0) return false
  const above = nameOf(paths, parent)
  return (above === 'usr' && name !== 'src') || (above === 'var' && name !== 'www')
}
