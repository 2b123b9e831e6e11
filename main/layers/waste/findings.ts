import type { WasteAdvice, WasteCause, WasteFinding, WasteReason } from '@shared/domain/contents'
import type { ImageModel } from '../stack/model'
import { pathOf } from '../stack/names'

/** Findings in a report; those with the most bytes. */
const mostFindings = 500
const mostExamples = 20

export type Piece = {
  readonly cause: WasteCause
  readonly isWaste: boolean
  readonly layer: number
  readonly byLayer?: number
  readonly node: number
  readonly bytes: number
  readonly why?: WasteReason
}

type Pile = Piece & {
  readonly advice: WasteAdvice
  total: number
  files: number
  examples: { readonly node: number; readonly bytes: number }[]
  readonly reasons: Set<WasteReason>
}

/** Sums pieces that have the same cause, advice and layers. Each piece goes into one finding. */
export function createFindings(keywords: readonly (string | undefined)[]) {
  const piles = new Map<string, Pile>()
  return {
    add(piece: Piece): void {
      const advice = adviceFor(piece, keywords[piece.layer])
      const key = `${piece.cause} ${advice} ${piece.layer} ${piece.byLayer ?? ''} ${piece.isWaste}`
      let pile = piles.get(key)
      if (pile === undefined) {
        pile = { ...piece, advice, total: 0, files: 0, examples: [], reasons: new Set() }
        piles.set(key, pile)
      }
      pile.total += piece.bytes
      pile.files += 1
      if (piece.why !== undefined) pile.reasons.add(piece.why)
      pile.examples.push({ node: piece.node, bytes: piece.bytes })
      if (pile.examples.length > mostExamples * 8) pile.examples = largest(pile.examples)
    },
    list(model: ImageModel): readonly WasteFinding[] {
      const sorted = [...piles.values()].sort((a, b) => b.total - a.total || a.layer - b.layer)
      return sorted.slice(0, mostFindings).map((pile) => findingOf(model, pile))
    },
  }
}

function largest<T extends { readonly node: number; readonly bytes: number }>(some: readonly T[]): T[] {
  return [...some].sort((a, b) => b.bytes - a.bytes || a.node - b.node).slice(0, mostExamples)
}

function findingOf(
  model: ImageModel,
  { cause, advice, total, files, isWaste, layer, byLayer, examples, reasons }: Pile,
) {
  return {
    cause,
    advice,
    bytes: total,
    files,
    isWaste,
    layer,
    ...(byLayer === undefined ? {} : { byLayer }),
    ...(reasons.size === 0 ? {} : { reasons: [...reasons].sort() }),
    examples: largest(examples).map(({ node, bytes }) => ({ path: pathOf(model.paths, node), bytes, node })),
  }
}

/** What would have kept the bytes out. One RUN can't undo what a COPY stored. */
function adviceFor({ cause, isWaste, why }: Piece, keyword: string | undefined): WasteAdvice {
  const isCopied = keyword === 'COPY' || keyword === 'ADD'
  switch (cause) {
    case 'metadataChange':
      return 'copyChmod'
    case 'packageLists':
      return 'oneRun'
    case 'packageCache':
      return 'cacheMount'
    case 'buildTools':
    case 'developmentDependencies':
      return 'multiStage'
    case 'sources':
      // What is compiled has to come into the build.
      return isCopied && why !== 'compiledSources' ? 'dockerignore' : 'multiStage'
    case 'secrets':
      return isCopied && !isWaste ? 'dockerignore' : 'secretMount'
    case 'wholeContext':
      return 'dockerignore'
    case 'installAfterSources':
      return 'manifestsFirst'
    case 'deletedLater':
    case 'overwritten':
      return isCopied ? 'multiStage' : 'oneRun'
  }
}
