import type { BuildFailure, BuildStep, BuildView, BuildWarning, DockerfileSpot } from '@shared/domain/build'
import { exportLog } from '@shared/domain/buildLog'
import { exportText } from '@shared/text'
import { endWord, tenths } from './steps.logic'

/**
 * The whole log as plain text, step by step in the form of `docker build --progress=plain`. Nothing in it drives a terminal,
 * and no CI takes a line of it for a command.
 */
export function exportBuildLog(view: BuildView, spot?: DockerfileSpot): string {
  const parts = view.steps.map((step, index) => stepText(step, index + 1))
  const warnings = view.warnings.map(warningText)
  const failure = view.failure === undefined ? [] : [exportFailure(view.failure, spot)]
  return `${exportText([...parts, ...warnings, ...failure].join('\n\n'))}\n`
}

function stepText(step: BuildStep, number: number): string {
  const mark = `#${number} `
  const word = endWord(step)
  const { started, completed, state } = step
  const took =
    started === undefined || completed === undefined || state === 'cached'
      ? ''
      : ` ${tenths(completed - started)}s`
  const why = step.error === undefined ? '' : `: ${step.error}`
  return [
    step.name,
    ...(step.log.lines.length === 0 && step.log.dropped === 0 ? [] : exportLog(step.log).split('\n')),
    ...(word === undefined ? [] : [`${word}${took}${why}`]),
  ]
    .flatMap((line) => line.split('\n'))
    .map((line) => mark + line)
    .join('\n')
}

function warningText({ message, detail, url, file, lines }: BuildWarning): string {
  const place = file === undefined ? '' : ` (${file}${lines[0] === undefined ? '' : `:${lines[0].start}`})`
  return [`WARNING: ${message}${place}`, ...detail, ...(url === undefined ? [] : [url])].join('\n')
}

/** The engine's words, with the lines of the Dockerfile around as Docker prints them. */
export function exportFailure({ message }: Pick<BuildFailure, 'message'>, spot?: DockerfileSpot): string {
  return exportText([...(spot === undefined ? [] : [excerptText(spot), '']), `ERROR: ${message}`].join('\n'))
}

function excerptText({ file, lines, excerpt }: DockerfileSpot): string {
  const last = excerpt.firstLine + excerpt.text.length - 1
  const width = String(last).length
  const rows = excerpt.text.map((text, index) => {
    const number = excerpt.firstLine + index
    const marked = number >= lines.start && number <= lines.end
    return `${String(number).padStart(width)} | ${marked ? '>>>' : '   '} ${text}`
  })
  const rule = '-'.repeat(20)
  return [`${file}:${lines.start}`, rule, ...rows, rule].join('\n')
}
