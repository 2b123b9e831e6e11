import type { WasteCause, WasteReason, WasteReport } from '@shared/domain/contents'
import { duplicatesOf } from '../duplicates/duplicates'
import { entryOf, type ImageModel } from '../stack/model'
import { keptCause, wasteCause } from './causes'
import { diveFigures } from './dive'
import { createFindings } from './findings'
import { installsAfterSources, type StepFacts } from './installAfterSources'
import { alive, type Lives, livesOf, noData, nodeOfNumber } from './lives'
import { findOffenders } from './offenders'
import { pathCauses } from './pathCauses'
import type { Named, NamedCause } from './pathRules'
import { wasteTotals } from './totals'
import { contextTest } from './wholeContext'

const known = new WeakMap<ImageModel, Lives>()

/** Bytes of each layer that the final filesystem does not show. */
export function wastedByLayer(model: ImageModel): readonly number[] {
  return wasteTotals(model, livesFor(model)).byLayer
}

/** Bytes of all files that the final filesystem shows, each inode once. */
export function visibleBytes(model: ImageModel): number {
  return wasteTotals(model, livesFor(model)).visible
}

/**
 * docs/adr/011: bytes stored that the final filesystem does not show, to whom they are due, and what to change.
 * @param keywords of the instruction that made each layer (`RUN`, `COPY`), where known
 * @param told whole instructions, and how many layers are the base's, where the history says it
 */
export function wasteReport(
  model: ImageModel,
  keywords: readonly (string | undefined)[] = [],
  told: StepFacts = { steps: [], base: 0 },
): WasteReport {
  const lives = livesFor(model)
  const { stored, visible, wasted } = wasteTotals(model, lives)
  const dive = diveFigures(model)
  const own = told.steps.slice(told.base).flatMap((step) => (step?.keyword === 'RUN' ? [step.text] : []))
  const named = pathCauses(model, own)
  const isContext = contextTest(model, keywords)
  const causeOf = (number: number) => {
    const node = nodeOfNumber(model, number)
    const { layer } = entryOf(model, number)
    return wasteCause({
      fate: lives.fate[number] ?? 0,
      ...causeOnly(named(node)),
      isContext: isContext(layer, node),
    })
  }
  const findings = createFindings(keywords)
  eachStored(model, lives, (number, { layer, node, bytes }) => {
    const end = lives.end[number] ?? noData
    if (end !== alive) {
      const cause = causeOf(number)
      findings.add({ cause, isWaste: true, layer, byLayer: end, node, bytes, ...whyOf(cause, named(node)) })
      return
    }
    const cause = keptCause({ ...causeOnly(named(node)), isContext: isContext(layer, node) })
    if (cause !== undefined)
      findings.add({ cause, isWaste: false, layer, node, bytes, ...whyOf(cause, named(node)) })
  })
  const { offenders, count } = findOffenders(model, lives, causeOf)
  const { duplicates, bytes: duplicateBytes } = duplicatesOf(model)
  return {
    stored,
    visible,
    wasted,
    share: stored === 0 ? 1 : visible / stored,
    diveEfficiency: dive.efficiency,
    diveWasted: dive.wasted,
    offenders,
    offenderCount: count,
    findings: [...findings.list(model), ...installsAfterSources(model, told)],
    duplicates,
    duplicateBytes,
  }
}

function causeOnly(named: Named | undefined): { readonly named?: NamedCause } {
  return named === undefined ? {} : { named: named.cause }
}

/** Of another cause than its names tell there is nothing to explain. */
function whyOf(cause: WasteCause, named: Named | undefined): { readonly why?: WasteReason } {
  return named?.why === undefined || named.cause !== cause ? {} : { why: named.why }
}

function livesFor(model: ImageModel): Lives {
  const lives = known.get(model) ?? livesOf(model)
  known.set(model, lives)
  return lives
}

type Stored = { readonly layer: number; readonly node: number; readonly bytes: number }

function eachStored(
  model: ImageModel,
  { end }: Lives,
  visit: (number: number, stored: Stored) => void,
): void {
  for (const [layer, { entries }] of model.layers.entries()) {
    const first = model.firstEntry[layer] ?? 0
    const nodes = model.nodeOf[layer]
    for (let i = 0; i < entries.count; i += 1) {
      if ((end[first + i] ?? noData) === noData) continue
      const node = nodes?.[entries.node[i] ?? 0] ?? 0
      visit(first + i, { layer, node, bytes: entries.stored[i] ?? 0 })
    }
  }
}
