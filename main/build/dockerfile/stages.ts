import type { DockerfileStage } from '@shared/domain/build'
import type { ParsedInstruction } from './parse'

export type Stage = DockerfileStage & {
  readonly instruction: ParsedInstruction
  /** Those of the stage, without its FROM. */
  readonly body: readonly ParsedInstruction[]
}

/** What stands before the first FROM, and the stages. */
export function stagesOf(instructions: readonly ParsedInstruction[]): {
  readonly before: readonly ParsedInstruction[]
  readonly stages: readonly Stage[]
} {
  const starts = instructions.flatMap(({ keyword }, at) => (keyword === 'FROM' ? [at] : []))
  const stages: Stage[] = []
  for (const [index, start] of starts.entries()) {
    const instruction = instructions[start]
    if (instruction === undefined) continue
    const from = instruction.words[0] ?? ''
    const name =
      instruction.words[1]?.toLowerCase() === 'as' ? instruction.words[2]?.toLowerCase() : undefined
    const platform = instruction.flags.get('platform')
    stages.push({
      index,
      from,
      fromKind: kindOf(from, stages),
      line: instruction.firstLine,
      instruction,
      body: instructions.slice(start + 1, starts[index + 1]),
      ...(name === undefined ? {} : { name }),
      ...(platform === undefined ? {} : { platform }),
    })
  }
  return { before: instructions.slice(0, starts[0]), stages }
}

/** Names of stages hide images, whatever their case. */
function kindOf(from: string, earlier: readonly Stage[]): DockerfileStage['fromKind'] {
  if (earlier.some(({ name }) => name === from.toLowerCase())) return 'stage'
  return from === 'scratch' ? 'scratch' : 'image'
}

/** The stage that a target means: a name in any case, or a number. */
export function findStage(stages: readonly Stage[], target: string): Stage | undefined {
  const named = stages.findLast(({ name }) => name === target.toLowerCase())
  return named ?? (/^\d+$/.test(target) ? stages[Number(target)] : undefined)
}
