import type { ContentBase, DockerfileLine } from '@shared/domain/contents'
import type { SourceProblem } from '@shared/domain/imageSource'
import {
  findBase,
  type ImageModel,
  type LayerStep,
  layerSums,
  markBase,
  reconstruct,
} from '../../layers/analysis'
import type { ModelFacts } from './analyst'

export type Story = {
  /** Oldest first. */
  readonly dockerfile: readonly DockerfileLine[]
  readonly base?: ContentBase
  /** Of the instruction that made each layer, where known. */
  readonly keywords: readonly (string | undefined)[]
  /** Whole instructions, as far as they are kept. */
  readonly steps: readonly (LayerStep | undefined)[]
  readonly problems: readonly SourceProblem[]
}

/** How an image was made, from its history, and where its base ends. Pure. */
export function storyOf(model: ImageModel, facts: ModelFacts): Story {
  const { config, isPaired, problems } = facts
  const sums = layerSums(model)
  const told = reconstruct(config.history, sums)
  // Of an engine's image the history does not say which steps made layers: then it was worked out, or could not be.
  const story = isPaired
    ? told
    : { ...told, lines: told.lines.map(withoutLayer), keywords: sums.map(() => undefined) }
  const base = baseOf(facts, sums)
  const all = told.problem === undefined ? problems : [...problems.filter(isOther), told.problem]
  return {
    dockerfile: markBase(story, base),
    keywords: story.keywords,
    steps: stepsOf(story.lines, sums.length),
    problems: all,
    ...(base === undefined ? {} : { base }),
  }
}

function stepsOf(lines: readonly DockerfileLine[], count: number): readonly (LayerStep | undefined)[] {
  const steps = Array.from<LayerStep | undefined>({ length: count })
  for (const { layer, instruction } of lines) {
    if (layer !== undefined) steps[layer] = { keyword: instruction.keyword, text: instruction.text.text }
  }
  return steps
}

function isOther({ type }: SourceProblem): boolean {
  return type !== 'historyMismatch'
}

function withoutLayer(line: DockerfileLine): DockerfileLine {
  const { layer: _, ...rest } = line
  return { ...rest, bytes: 0, files: 0 }
}

function baseOf({ config, base }: ModelFacts, layers: ReturnType<typeof layerSums>): ContentBase | undefined {
  const known = base?.known === 'parent' || base?.known === 'chain' ? base.known : undefined
  const candidates =
    base === undefined || known === undefined ? [] : [{ name: base.name ?? '', layers: base.layers, known }]
  const found = findBase({ history: config.history, layers, candidates, labels: config.labels })
  if (found?.name !== '') return found
  const { name: _, ...nameless } = found
  return nameless
}
