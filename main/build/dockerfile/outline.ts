import type { DockerfileArg, DockerfileOutline } from '@shared/domain/build'
import { parseReference } from '@shared/domain/reference'
import { ellipsis, harmless } from '@shared/text'
import { parseDockerfile } from './parse'
import { dockerfileProblems } from './problems'
import { type Stage, stagesOf } from './stages'
import { syntaxOf } from './syntax'

/** What the form shows of a Dockerfile. Everything in it is harmless to show. @param file how to call it in problems */
export function outlineOf(content: string, file = 'Dockerfile'): DockerfileOutline {
  const parsed = parseDockerfile(content)
  const { before, stages } = stagesOf(parsed.instructions)
  const syntax = syntaxOf(content)
  return {
    stages: stages.map((stage) => ({
      index: stage.index,
      fromKind: stage.fromKind,
      line: stage.line,
      from: shown(stage.from),
      ...(stage.name === undefined ? {} : { name: shown(stage.name) }),
      ...(stage.platform === undefined ? {} : { platform: shown(stage.platform) }),
    })),
    args: [
      ...before.flatMap((instruction) => declared(instruction, undefined)),
      ...stages.flatMap(({ body, index }) => body.flatMap((instruction) => declared(instruction, index))),
    ],
    onBuild: stages.flatMap(({ body }) =>
      body
        .filter(({ keyword }) => keyword === 'ONBUILD')
        .map(({ text, firstLine }) => ({ instruction: shown(text), line: firstLine })),
    ),
    directives: parsed.directives.map((directive) => ({ ...directive, value: shown(directive.value) })),
    ...(syntax === undefined || isOwnFrontend(syntax) ? {} : { foreignSyntax: shown(syntax) }),
    problems: dockerfileProblems(parsed, file),
  }
}

function declared(
  { declarations, firstLine }: Stage['body'][number],
  stage: number | undefined,
): readonly DockerfileArg[] {
  return declarations.map(({ name, value }) => ({
    name: shown(name),
    line: firstLine,
    ...(value === undefined ? {} : { defaultValue: shown(value) }),
    ...(stage === undefined ? {} : { stage }),
  }))
}

/**
 * A frontend is an image that reads the Dockerfile in the engine's place (CVE-2024-23652 came that way). Docker's own
 * ones are taken as given; a pinned digest of them too, since only the name says whose it is.
 */
function isOwnFrontend(syntax: string): boolean {
  const reference = parseReference(syntax)
  if (!reference.ok || reference.value.domain !== 'docker.io') return false
  return reference.value.path === 'docker/dockerfile' || reference.value.path === 'docker/dockerfile-upstream'
}

/** Registries that the build may pull bases from, where the name is plain; `docker.io` for the Hub. */
export function registriesOf(content: string, buildArgs: ReadonlyMap<string, string>): readonly string[] {
  const { before, stages } = stagesOf(parseDockerfile(content).instructions)
  const values = new Map<string, string>()
  for (const { declarations } of before) {
    for (const { name, value } of declarations) values.set(name, buildArgs.get(name) ?? value ?? '')
  }
  const images = stages.filter(({ fromKind }) => fromKind === 'image').map(({ from }) => expand(from, values))
  const copied = stages.flatMap(({ body }) => body.flatMap(({ flags }) => flags.get('from') ?? []))
  const hosts = [...images, ...copied].flatMap((image) => {
    const reference = parseReference(image)
    return reference.ok ? [reference.value.domain] : []
  })
  return [...new Set(hosts)].filter((host) => host !== '')
}

function expand(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\{(\w+)(?::[-+]([^}]*))?\}|(\w+))/g, (_whole, braced, fallback, bare) => {
    const value = values.get(String(braced ?? bare)) ?? ''
    return value === '' && typeof fallback === 'string' ? fallback : value
  })
}

function shown(text: string): string {
  return ellipsis(harmless(text), 1_000)
}
