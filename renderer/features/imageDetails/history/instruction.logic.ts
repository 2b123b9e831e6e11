/** How a recorded step reads in the Dockerfile that made it. */
export type Instruction = {
  /** FROM, RUN, COPY ... in upper case; absent where the record does not say. */
  readonly keyword?: string
  /** The rest of the line. */
  readonly rest: string
  /** Build arguments that the builder recorded in front of a RUN. */
  readonly buildArgs: readonly string[]
  /** True when the record held more than what is shown: the raw text is worth a look. */
  readonly folded: boolean
}

const keywords =
  /^(ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)(?=\s|$)/
const nop = /^\S.{0,200}?#\(nop\)\s*/s
const buildkit = /\s*# buildkit\s*$/
const defaultShell = /^\/bin\/sh -c /

/** `|2 A=1 B=x y /bin/sh -c make`: the count says how many follow, a value may hold spaces. */
function takeBuildArgs(text: string): { readonly buildArgs: readonly string[]; readonly rest: string } {
  const counted = /^\|(\d{1,4}) /.exec(text)
  if (counted === null) return { buildArgs: [], rest: text }
  const body = text.slice(counted[0].length)
  const shell = body.search(/(?:^|\s)\/bin\/(?:ba|a|da|z)?sh (?:-\S+ )*-c /)
  if (shell === -1) return { buildArgs: [], rest: text }
  const start = body[shell] === '/' ? shell : shell + 1
  return { buildArgs: splitArgs(body.slice(0, start).trim()), rest: body.slice(start) }
}

function splitArgs(text: string): readonly string[] {
  return text === '' ? [] : text.split(/ (?=[A-Za-z_][A-Za-z0-9_]*=)/)
}

function withKeyword(text: string, buildArgs: readonly string[], folded: boolean): Instruction {
  const found = keywords.exec(text)
  if (found === null) return { rest: text, buildArgs, folded }
  return { keyword: found[0], rest: text.slice(found[0].length).trim(), buildArgs, folded }
}

export function readInstruction(recorded: string): Instruction {
  const isNop = nop.test(recorded)
  if (isNop) return withKeyword(recorded.replace(nop, '').trimEnd(), [], true)

  const bare = recorded.replace(buildkit, '')
  const foldedSuffix = bare !== recorded
  const explicitRun = /^RUN (?=\||\/bin\/sh -c )/.test(bare)
  const body = explicitRun ? bare.slice(4) : bare
  const { buildArgs, rest } = takeBuildArgs(body)
  const byShell = defaultShell.test(rest)
  if (explicitRun || byShell || buildArgs.length > 0)
    return { keyword: 'RUN', rest: rest.replace(defaultShell, ''), buildArgs, folded: true }
  return withKeyword(bare, [], foldedSuffix)
}

/** One line for a list: no line breaks, no tabs, runs of blanks folded. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
