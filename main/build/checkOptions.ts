import type { BuilderKind, BuildOptions } from '@shared/domain/build'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import { outlineOf } from './dockerfile/outline'
import { parseDockerfile } from './dockerfile/parse'
import { findStage, stagesOf } from './dockerfile/stages'
import { syntaxOf } from './dockerfile/syntax'

type Dockerfile = { readonly content: string; readonly file: string; readonly builder: BuilderKind }

/**
 * Everything that can be refused before a byte is sent.
 * @returns the tags in familiar form, each once, `latest` put in where there was none
 * @throws AppFailure REFERENCE_*, BUILD_FRONTEND_FOREIGN, BUILD_DOCKERFILE_INVALID, BUILD_TARGET_UNKNOWN
 */
export function checkOptions(
  options: BuildOptions & { readonly foreignFrontend?: boolean },
  { content, file, builder }: Dockerfile,
): readonly string[] {
  const tags = readTags(options.tags)
  const outline = outlineOf(content, file)
  // Only BuildKit knows frontends; the build argument wins over the line in the file.
  const foreign = options.buildArgs.get('BUILDKIT_SYNTAX') ?? outline.foreignSyntax
  if (builder === 'buildkit' && foreign !== undefined) {
    if (options.foreignFrontend === true) return tags
    const image = ellipsis(harmless(foreign), 300)
    throw new AppFailure(appError('BUILD_FRONTEND_FOREIGN', { image }))
  }
  // With any `# syntax=`, another version than this parser's may read it.
  if (syntaxOf(content) === undefined) {
    const [problem] = outline.problems
    if (problem !== undefined) throw new AppFailure(problem)
    checkTarget(content, options.target)
  }
  return tags
}

/** In familiar form, each once, `latest` put in where there was none. @throws AppFailure REFERENCE_* */
export function readTags(tags: readonly string[]): readonly string[] {
  return [...new Set(tags.map(tagOf))]
}

function tagOf(text: string): string {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  if (parsed.value.digest !== undefined) {
    throw new AppFailure(appError('REFERENCE_NEEDS_TAG', { reference: ellipsis(harmless(text), 120) }))
  }
  return withDefaultTag(parsed.value).familiar
}

function checkTarget(content: string, target: string | undefined): void {
  if (target === undefined || target === '') return
  const { stages } = stagesOf(parseDockerfile(content).instructions)
  if (findStage(stages, target) !== undefined) return
  throw new AppFailure(appError('BUILD_TARGET_UNKNOWN', { target: ellipsis(harmless(target), 200) }))
}
