import type {
  ContentLayer,
  DockerfileLine,
  LayersView,
  WasteFinding,
  WasteOffender,
  WasteReport,
} from '@shared/domain/contents'

const cutText = (text: string) => ({ text, length: text.length })

export function anInstruction(text: string): DockerfileLine['instruction'] {
  return { text: cutText(text), keyword: /^[A-Z]+/.exec(text)?.[0] ?? '' }
}

export function aContentLayer(over: Partial<ContentLayer> = {}): ContentLayer {
  return {
    position: 0,
    diffId: `sha256:${'1'.repeat(64)}`,
    bytes: 1_000_000,
    entries: 10,
    changes: { added: 10, changed: 0, metadata: 0, removed: 0 },
    wasted: 0,
    sharedBy: 0,
    isBase: false,
    oddities: 0,
    ...over,
  }
}

export function aDockerfileLine(text: string, over: Partial<DockerfileLine> = {}): DockerfileLine {
  return {
    instruction: anInstruction(text),
    createdBy: cutText(text),
    comment: '',
    bytes: 0,
    files: 0,
    isBase: false,
    ...over,
  }
}

/** Steps with bytes make layers, in their order; the totals fit. */
export function aLayersView(
  steps: readonly { readonly text: string; readonly bytes?: number; readonly isBase?: boolean }[],
  base?: LayersView['base'],
): LayersView {
  let position = -1
  const dockerfile = steps.map(({ text, bytes, isBase = false }) => {
    if (bytes === undefined) return aDockerfileLine(text, { isBase })
    position += 1
    return aDockerfileLine(text, { isBase, bytes, layer: position, files: Math.ceil(bytes / 50_000) })
  })
  const layers = dockerfile.flatMap(({ layer, bytes, instruction, isBase }) =>
    layer === undefined
      ? []
      : [
          aContentLayer({
            position: layer,
            diffId: `sha256:${`${layer}`.padStart(64, '0')}`,
            bytes,
            isBase,
            instruction,
          }),
        ],
  )
  const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0)
  return {
    layers,
    dockerfile,
    totals: { bytes, files: layers.length * 10, visible: bytes, wasted: 0 },
    problems: [],
    ...(base === undefined ? {} : { base }),
  }
}

export function aFinding(over: Partial<WasteFinding> = {}): WasteFinding {
  return {
    cause: 'metadataChange',
    advice: 'copyChmod',
    bytes: 30_000_000,
    files: 1,
    isWaste: true,
    layer: 1,
    byLayer: 2,
    examples: [{ path: '/srv/model.bin', bytes: 30_000_000, node: 7 }],
    ...over,
  }
}

export function anOffender(over: Partial<WasteOffender> = {}): WasteOffender {
  return {
    node: 7,
    path: '/srv/model.bin',
    copies: 2,
    bytes: 30_000_000,
    storedIn: [1],
    hiddenBy: [2],
    ends: 'visible',
    cause: 'metadataChange',
    ...over,
  }
}

export function aWasteReport(over: Partial<WasteReport> = {}): WasteReport {
  const stored = over.stored ?? 100_000_000
  const wasted = over.wasted ?? 30_000_000
  return {
    stored,
    visible: stored - wasted,
    wasted,
    share: stored === 0 ? 1 : 1 - wasted / stored,
    diveEfficiency: 0.77,
    diveWasted: wasted * 2,
    offenders: [anOffender()],
    offenderCount: over.offenders?.length ?? 1,
    findings: [aFinding()],
    duplicates: [],
    duplicateBytes: 0,
    ...over,
  }
}
