import type { DockerfileSpot } from '@shared/domain/build'
import { harmless } from '@shared/text'
import { familiarOf } from '../familiarOf'
import { type ParsedDockerfile, type ParsedInstruction, parseDockerfile } from './parse'
import { findStage, type Stage, stagesOf } from './stages'

/** Lines shown above and below. */
const around = 2

/** Where a step comes from, by its name alone: the engine's API does not say it. */
export function locateStep(content: string, file: string, stepName: string): DockerfileSpot | undefined {
  const parsed = parseDockerfile(content)
  const found =
    classicStep(parsed, stepName) ?? buildKitStep(parsed, stepName) ?? metadataStep(parsed, stepName)
  return found === undefined ? undefined : spotAt(parsed, file, found.firstLine, found.lastLine)
}

export function locateLine(content: string, file: string, line: number): DockerfileSpot | undefined {
  const parsed = parseDockerfile(content)
  const of = parsed.instructions.find(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine)
  return line >= 1 && line <= parsed.lines.length
    ? spotAt(parsed, file, of?.firstLine ?? line, of?.lastLine ?? line)
    : undefined
}

function spotAt({ lines }: ParsedDockerfile, file: string, start: number, end: number): DockerfileSpot {
  const firstLine = Math.max(1, start - around)
  const text = lines.slice(firstLine - 1, end + around).map((line) => harmless(line, { keepTabs: true }))
  return { file: harmless(file), lines: { start, end }, excerpt: { firstLine, text } }
}

/** `Step 2/3 : RUN x`: every instruction is one, in the order of the file. */
function classicStep({ instructions }: ParsedDockerfile, name: string): ParsedInstruction | undefined {
  const found = /^Step (\d+)\/\d+ : (\w+)/.exec(name)
  if (found === null) return undefined
  const at = instructions[Number(found[1]) - 1]
  return at?.keyword === found[2]?.toUpperCase() ? at : undefined
}

/** `[2/4] RUN x`, `[build 2/4] …`, `[stage-1 1/1] …`, `[linux/arm64 build 2/4] …` (moby/buildkit, dockerfile2llb, prefixCommand). */
function buildKitStep({ instructions }: ParsedDockerfile, name: string): ParsedInstruction | undefined {
  const found = /^\[(?:\S+\/\S+ )?(?:(\S+) +)?(\d+)\/\d+\] (\w+)/.exec(name)
  if (found === null) return undefined
  const { stages } = stagesOf(instructions)
  const stage = stageNamed(stages, found[1])
  if (stage === undefined) return undefined
  const counted = countedSteps(stage)
  const keyword = found[3]?.toUpperCase()
  const at = counted[Number(found[2]) - 1]
  if (at?.keyword === keyword) return at
  // Triggers of the base are counted too: then only what is there once is sure.
  const same = counted.filter((instruction) => instruction.keyword === keyword)
  return same.length === 1 ? same[0] : undefined
}

function stageNamed(stages: readonly Stage[], name: string | undefined): Stage | undefined {
  if (name === undefined) return stages.length === 1 ? stages[0] : undefined
  const number = /^stage-(\d+)$/.exec(name)?.[1]
  return findStage(stages, name) ?? (number === undefined ? undefined : stages[Number(number)])
}

/** Those that BuildKit numbers: the base where it is an image, and what writes files. */
function countedSteps({ instruction, fromKind, body }: Stage): readonly ParsedInstruction[] {
  const writing = body.filter(({ keyword }) => ['ADD', 'COPY', 'RUN', 'WORKDIR'].includes(keyword))
  return fromKind === 'image' ? [instruction, ...writing] : writing
}

/** `[internal] load metadata for docker.io/library/nope:1`: the FROM of that image. */
function metadataStep({ instructions }: ParsedDockerfile, name: string): ParsedInstruction | undefined {
  const image = /^\[(?:\S+ )?internal\] load metadata for (\S+)$/.exec(name)?.[1]
  if (image === undefined) return undefined
  return stagesOf(instructions).stages.find(({ from }) => familiarOf(from) === familiarOf(image))?.instruction
}
