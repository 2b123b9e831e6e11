import type { WasteFinding } from '@shared/domain/contents'
import { EntryKind, type LayerIndex } from '../layerIndex'
import type { ImageModel } from '../stack/model'
import { nameOf, pathOf } from '../stack/names'
import { type Ecosystem, ecosystems } from './ecosystems'

/** What is known of the step that made each layer, bottom first. */
export type LayerStep = { readonly keyword: string; readonly text: string }

export type StepFacts = {
  readonly steps: readonly (LayerStep | undefined)[]
  /** Layers that are the base's: nobody changes them here. */
  readonly base: number
}

const mostExamples = 20
const mostManifests = 4
/** What came with dependencies says nothing about the program. */
const foreign = /^(?:node_modules|vendor|site-packages|dist-packages|bower_components)$/

/**
 * Dependencies that are installed after a COPY that brought the files which name them together with the program: each change of
 * the program makes and stores that layer anew. Its bytes are what is stored per rebuild, never a part of the waste. Only what
 * the history and the layers show: no pairing, no finding.
 */
export function installsAfterSources(model: ImageModel, { steps, base }: StepFacts): readonly WasteFinding[] {
  const found: WasteFinding[] = []
  for (const ecosystem of ecosystems) {
    const installs = steps.map((step) => isRun(step) && ecosystem.install.test(step.text))
    for (let copy = base; copy < model.layers.length; copy += 1) {
      const layer = model.layers[copy]
      if (layer === undefined || !isCopy(steps[copy])) continue
      const manifests = manifestsBeside(layer, ecosystem)
      if (manifests.length === 0) continue
      const install = steps.findIndex((step, at) => at > copy && fetches(step, installs, ecosystem, copy))
      if (install === -1) continue
      const finding = findingOf(model, {
        install,
        copy,
        manifests,
        ecosystem,
        text: steps[install]?.text ?? '',
      })
      if (finding !== undefined && !found.some((other) => other.layer === install)) found.push(finding)
      break
    }
  }
  return found
}

function isRun(step: LayerStep | undefined): step is LayerStep {
  return step?.keyword === 'RUN'
}

/** From the build context, not from another stage. */
function isCopy(step: LayerStep | undefined): boolean {
  return (step?.keyword === 'COPY' || step?.keyword === 'ADD') && !/\s--from[= ]/.test(step.text)
}

/** A build fetches only what no step before it has installed. */
function fetches(
  step: LayerStep | undefined,
  installs: readonly boolean[],
  { install, build }: Ecosystem,
  copy: number,
): boolean {
  if (!isRun(step)) return false
  if (install.test(step.text)) return true
  return build?.test(step.text) === true && !installs.slice(0, copy).includes(true)
}

/** Files that name dependencies, in folders that got parts of the program in the same layer. */
function manifestsBeside({ names, entries }: LayerIndex, ecosystem: Ecosystem): readonly string[] {
  const byFolder = new Map<number, string[]>()
  const sources: number[] = []
  for (let i = 0; i < entries.count; i += 1) {
    if (entries.kind[i] !== EntryKind.file) continue
    const node = entries.node[i] ?? 0
    const name = nameOf(names, node)
    if (ecosystem.manifest.test(name)) {
      const folder = names.parent[node] ?? 0
      byFolder.set(folder, [...(byFolder.get(folder) ?? []), pathOf(names, node)])
    } else if (ecosystem.source.test(name)) sources.push(node)
  }
  if (byFolder.size === 0) return []
  const withSources = new Set<number>()
  for (const node of sources) {
    for (let at = names.parent[node] ?? -1; at >= 0; at = names.parent[at] ?? -1) {
      if (foreign.test(nameOf(names, at))) break
      if (byFolder.has(at)) withSources.add(at)
    }
  }
  return [...byFolder].flatMap(([folder, paths]) =>
    withSources.has(folder) && !isForeign(names, folder) ? paths : [],
  )
}

function isForeign(names: LayerIndex['names'], folder: number): boolean {
  for (let at = folder; at > 0; at = names.parent[at] ?? 0) if (foreign.test(nameOf(names, at))) return true
  return false
}

type Install = {
  readonly install: number
  readonly copy: number
  readonly manifests: readonly string[]
  readonly ecosystem: Ecosystem
  readonly text: string
}

/** All that the step stores; of one that does more than install, what lies in folders of dependencies. */
function findingOf(
  model: ImageModel,
  { install, copy, manifests, ecosystem, text }: Install,
): WasteFinding | undefined {
  const layer = model.layers[install]
  if (layer === undefined) return undefined
  const { entries, names } = layer
  const isAlone = ecosystem.install.test(text) && !/&&|;|\|\||\n/.test(text.trim().replace(/;$/, ''))
  const stored: { readonly path: string; readonly bytes: number; readonly node: number }[] = []
  let bytes = 0
  let files = 0
  for (let i = 0; i < entries.count; i += 1) {
    const own = entries.stored[i] ?? 0
    if (own <= 0) continue
    const path = pathOf(names, entries.node[i] ?? 0)
    if (!isAlone && !ecosystem.folder.test(path)) continue
    bytes += own
    files += 1
    stored.push({ path, bytes: own, node: model.nodeOf[install]?.[entries.node[i] ?? 0] ?? 0 })
  }
  if (bytes === 0) return undefined
  stored.sort((a, b) => b.bytes - a.bytes || a.node - b.node)
  return {
    cause: 'installAfterSources',
    advice: 'manifestsFirst',
    bytes,
    files,
    isWaste: false,
    isPerRebuild: true,
    layer: install,
    byLayer: copy,
    examples: stored.slice(0, mostExamples),
    manifests: manifests.slice(0, mostManifests),
  }
}
