import type { DockerfileLine } from '@shared/domain/contents'
import { cutText } from '@shared/domain/cutText'
import type { HistoryEntry, SourceProblem } from '@shared/domain/imageSource'
import { readInstruction } from '@shared/domain/instruction'
import type { LayerSums } from '../stack/layerFacts'
import { instructionText, shellWords } from './instructionText'

/** Of one instruction, characters: RUN lines can be megabytes. */
const longestText = 20_000

export type Reconstruction = {
  /** Oldest first. Lines have no layer, bytes and files when steps can't be paired with layers. */
  readonly lines: readonly DockerfileLine[]
  /** Of each layer; undefined where the history does not say. */
  readonly keywords: readonly (string | undefined)[]
  readonly problem?: SourceProblem
}

/**
 * The history as a Dockerfile. `empty_layer` says exactly which steps made a layer; when their number is not that of the
 * layers, no step is paired with any: a wrong pair would be worse than none.
 * @param layers bottom first
 */
export function reconstruct(history: readonly HistoryEntry[], layers: readonly LayerSums[]): Reconstruction {
  const steps = history.filter(({ emptyLayer }) => !emptyLayer).length
  const isPaired = steps === layers.length
  const keywords: (string | undefined)[] = []
  let shell = defaultShell(history)
  let next = 0
  const lines = history.map((entry): DockerfileLine => {
    const instruction = readInstruction(entry.createdBy, shell)
    const text = instructionText(instruction, shell)
    if (instruction.keyword === 'SHELL') shell = shellWords(instruction.rest)?.join(' ') ?? shell
    const layer = entry.emptyLayer ? undefined : next
    if (layer !== undefined) {
      next += 1
      keywords.push(instruction.keyword)
    }
    const sums = layer === undefined || !isPaired ? undefined : layers[layer]
    return {
      instruction: { text: cutText(text, longestText), keyword: instruction.keyword ?? '' },
      createdBy: cutText(entry.createdBy, longestText),
      comment: entry.comment,
      ...(entry.created === undefined ? {} : { created: entry.created }),
      ...(sums === undefined ? {} : { layer }),
      bytes: sums?.bytes ?? 0,
      files: sums?.files ?? 0,
      isBase: false,
    }
  })
  if (isPaired) return { lines, keywords }
  const problem = { type: 'historyMismatch', layers: layers.length, steps } as const
  return { lines, keywords: layers.map(() => undefined), problem }
}

/** Windows images run commands with cmd. */
function defaultShell(history: readonly HistoryEntry[]): string {
  return history.some(({ createdBy }) => /^(?:RUN )?cmd \/S \/C /.test(createdBy))
    ? 'cmd /S /C'
    : '/bin/sh -c'
}
