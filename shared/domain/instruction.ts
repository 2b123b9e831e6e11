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
/** What builders run a command with while no SHELL says otherwise. */
const defaultShells = ['/bin/sh -c', 'cmd /S /C']

/** `|2 A=1 B=x y /bin/sh -c make`: the count says how many follow, a value may hold spaces. */
function takeBuildArgs(
  text: string,
  shells: readonly string[],
): { readonly buildArgs: readonly string[]; readonly rest: string } {
  const counted = /^\|(\d{1,4}) /.exec(text)
  if (counted === null) return { buildArgs: [], rest: text }
  const body = text.slice(counted[0].length)
  const start = shellStart(body, shells)
  if (start === -1) return { buildArgs: [], rest: text }
  return { buildArgs: splitArgs(body.slice(0, start).trim()), rest: body.slice(start) }
}

function shellStart(body: string, shells: readonly string[]): number {
  for (const shell of shells) {
    const at = ` ${body}`.indexOf(` ${shell} `)
    if (at !== -1) return at
  }
  const found = body.search(/(?:^|\s)\/bin\/(?:ba|a|da|z)?sh (?:-\S+ )*-c /)
  return found === -1 || body[found] === '/' ? found : found + 1
}

function splitArgs(text: string): readonly string[] {
  return text === '' ? [] : text.split(/ (?=[A-Za-z_][A-Za-z0-9_]*=)/)
}

function withKeyword(text: string, buildArgs: readonly string[], folded: boolean): Instruction {
  const found = keywords.exec(text)
  if (found === null) return { rest: text, buildArgs, folded }
  return { keyword: found[0], rest: text.slice(found[0].length).trim(), buildArgs, folded }
}

/** @param shell as a SHELL before this step set it: `/bin/bash -o pipefail -c` */
export function readInstruction(recorded: string, shell?: string): Instruction {
  const isNop = nop.test(recorded)
  if (isNop) return withKeyword(recorded.replace(nop, '').trimEnd(), [], true)

  const shells = shell === undefined ? defaultShells : [shell, ...defaultShells]
  const bare = recorded.replace(buildkit, '')
  const foldedSuffix = bare !== recorded
  const runs = (text: string) => shells.find((one) => text.startsWith(`${one} `))
  const explicitRun =
    bare.startsWith('RUN ') && (bare.startsWith('RUN |') || runs(bare.slice(4)) !== undefined)
  const body = explicitRun ? bare.slice(4) : bare
  const { buildArgs, rest } = takeBuildArgs(body, shells)
  const byShell = runs(rest)
  if (explicitRun || byShell !== undefined || buildArgs.length > 0) {
    const command = byShell === undefined ? rest : rest.slice(byShell.length + 1)
    return { keyword: 'RUN', rest: command, buildArgs, folded: true }
  }
  return withKeyword(bare, [], foldedSuffix)
}
