import {
  type Arg,
  Copy,
  DockerfileParser,
  From,
  type Instruction,
  ModifiableInstruction,
  Run,
} from 'dockerfile-ast'

/** One instruction as the parser sees it; this file alone knows the parser. Lines count from 1. */
export type ParsedInstruction = {
  /** Upper case. */
  readonly keyword: string
  readonly firstLine: number
  readonly lastLine: number
  /** Words after the keyword, flags left out. */
  readonly words: readonly string[]
  readonly flags: ReadonlyMap<string, string>
  /** What follows the keyword and its flags, as written. */
  readonly text: string
  /** NAME[=value] of an ARG; the value without its quotes. */
  readonly declarations: readonly { readonly name: string; readonly value?: string }[]
  /** Delimiter of a here-document that has no end. */
  readonly openHeredoc?: string
}

export type ParsedDockerfile = {
  /** As they stand in the file. */
  readonly instructions: readonly ParsedInstruction[]
  readonly directives: readonly { readonly name: string; readonly value: string; readonly line: number }[]
  readonly lines: readonly string[]
}

export function parseDockerfile(content: string): ParsedDockerfile {
  const text = content.replace(/^\ufeff/, '')
  const dockerfile = DockerfileParser.parse(text)
  const args = [...dockerfile.getInitialARGs(), ...dockerfile.getARGs()]
  const argAt = new Map(args.map((arg) => [arg.getRange().start.line, arg]))
  return {
    instructions: dockerfile
      .getInstructions()
      .map((instruction) => read(instruction, argAt.get(instruction.getRange().start.line)))
      .sort((a, b) => a.firstLine - b.firstLine),
    directives: dockerfile.getDirectives().map((directive) => ({
      name: directive.getName().toLowerCase(),
      value: directive.getValue(),
      line: directive.getRange().start.line + 1,
    })),
    lines: text.split(/\r?\n/),
  }
}

function read(instruction: Instruction, arg: Arg | undefined): ParsedInstruction {
  const { start, end } = instruction.getRange()
  const flagged = instruction instanceof ModifiableInstruction || instruction instanceof From
  const flags = flagged ? instruction.getFlags() : []
  const heredocs = instruction instanceof Run || instruction instanceof Copy ? instruction.getHeredocs() : []
  const open = heredocs.find((heredoc) => heredoc.getDelimiterRange() === null)
  return {
    keyword: instruction.getKeyword(),
    firstLine: start.line + 1,
    lastLine: end.line + 1,
    words: instruction.getArguments().map((argument) => argument.getValue()),
    flags: new Map(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    text: instruction.getRawArgumentsContent() ?? '',
    declarations: instruction.getKeyword() === 'ARG' ? (arg?.getProperties() ?? []).map(declarationOf) : [],
    ...(open === undefined ? {} : { openHeredoc: open.getName() }),
  }
}

function declarationOf(property: ReturnType<Arg['getProperties']>[number]): { name: string; value?: string } {
  const value = property.getValue()
  return { name: property.getName(), ...(value === null ? {} : { value }) }
}
