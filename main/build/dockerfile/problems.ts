import { type AppError, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import type { ParsedDockerfile, ParsedInstruction } from './parse'

const known = new Set(
  'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(
    ' ',
  ),
)
const needWord = new Set(
  'ARG ENV EXPOSE LABEL MAINTAINER ONBUILD SHELL STOPSIGNAL USER VOLUME WORKDIR'.split(' '),
)

/**
 * What the engine would refuse in any case, so that nobody waits for an upload to hear it. Its wording is Docker's.
 * Never more than the engine's own reading finds: what is doubtful is left to it.
 */
export function dockerfileProblems({ instructions }: ParsedDockerfile, file: string): readonly AppError[] {
  const found = instructions.flatMap((instruction, i) => {
    const problem = problemOf(
      instruction,
      i > 0 && instructions.slice(0, i).some(({ keyword }) => keyword === 'FROM'),
    )
    return problem === undefined ? [] : [invalid(file, instruction.firstLine, problem)]
  })
  if (found.length > 0) return found
  if (instructions.length === 0) return [invalid(file, 1, 'file with no instructions')]
  return instructions.some(({ keyword }) => keyword === 'FROM')
    ? []
    : [invalid(file, instructions[0]?.firstLine ?? 1, 'no build stage in current context')]
}

function problemOf(
  { keyword, words, text, openHeredoc }: ParsedInstruction,
  afterFrom: boolean,
): string | undefined {
  if (!known.has(keyword)) return `unknown instruction: ${keyword}`
  if (openHeredoc !== undefined) return `unterminated heredoc: ${openHeredoc}`
  if (keyword === 'FROM') {
    const good = words.length === 1 || (words.length === 3 && words[1]?.toLowerCase() === 'as')
    return good ? undefined : 'FROM requires either one or three arguments'
  }
  if (!afterFrom && keyword !== 'ARG') return 'no build stage in current context'
  if (needWord.has(keyword) && words.length === 0) return `${keyword} requires at least one argument`
  if ((keyword === 'COPY' || keyword === 'ADD') && words.length < 2 && !text.trimStart().startsWith('[')) {
    return `${keyword} requires at least two arguments`
  }
  return undefined
}

export function invalid(file: string, line: number, problem: string): AppError {
  return appError('BUILD_DOCKERFILE_INVALID', {
    file: ellipsis(harmless(file), 200),
    line,
    problem: ellipsis(harmless(problem), 300),
  })
}
