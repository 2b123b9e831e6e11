import type { DockerfileArg, DockerfileOutline } from '@shared/domain/build'
import { type BuildChoices, buildCommand } from '@shared/domain/buildChoices'
import type { BuildPreparation } from '@shared/domain/buildForm'
import type { ImageStore } from '@shared/domain/engine'
import type { ImageRow } from '@shared/domain/image'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import { referenceParts } from '@shared/domain/referenceParts'
import { type AppError, appError } from '@shared/errors'

/** The form as typed. */
export type BuildDraft = {
  /** One of those found, or a file from elsewhere. */
  readonly dockerfile?: DockerfileChoice
  /** Names with space or comma between. */
  readonly tags: string
  readonly target: string
  /** By name; what is empty keeps its default. */
  readonly args: ReadonlyMap<string, string>
  readonly noCache: boolean
  readonly pull: boolean
  readonly platform: string
  readonly network: 'default' | 'none' | 'host'
  /** The foreign frontend that the person agreed to. */
  readonly agreed: string | undefined
}

export type DockerfileChoice = { readonly name: string } | { readonly grant: string; readonly shown: string }

export const emptyDraft: BuildDraft = {
  tags: '',
  target: '',
  args: new Map(),
  noCache: false,
  pull: false,
  platform: '',
  network: 'default',
  agreed: undefined,
}

export type TagsRead =
  | { readonly type: 'none' }
  | { readonly type: 'invalid'; readonly error: AppError }
  /** In familiar form, each once. */
  | { readonly type: 'valid'; readonly tags: readonly string[] }

export function readTags(text: string): TagsRead {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  if (words.length === 0) return { type: 'none' }
  const tags: string[] = []
  for (const word of words) {
    const parsed = parseReference(word)
    if (!parsed.ok) return { type: 'invalid', error: parsed.error }
    if (parsed.value.digest !== undefined) {
      return { type: 'invalid', error: appError('REFERENCE_NEEDS_TAG', { reference: word }) }
    }
    tags.push(withDefaultTag(parsed.value).familiar)
  }
  return { type: 'valid', tags: [...new Set(tags)] }
}

/** An image that loses names to the build. */
export type LosingOwner = {
  readonly owner: ImageRow
  readonly tags: readonly string[]
  /** It keeps no other name, nor a digest to be called by. */
  readonly nameless: boolean
}

/**
 * The containerd store lists a digest for every name that has a tag, gone with the tag; in the classic store a digest that
 * came with a pull stays.
 */
export function losingOwners(
  tags: readonly string[],
  rows: readonly ImageRow[],
  store: ImageStore,
): readonly LosingOwner[] {
  return rows.flatMap((owner) => {
    const lost = owner.tags.filter((tag) => tags.includes(tag))
    if (lost.length === 0) return []
    const repositories = new Set(lost.map((tag) => referenceParts(tag).repository))
    const kept = owner.digests.filter(
      (digest) => store === 'classic' || !repositories.has(referenceParts(digest).repository),
    )
    return [{ owner, tags: lost, nameless: lost.length === owner.tags.length && kept.length === 0 }]
  })
}

/** One row an argument, however many stages name it. */
export type ArgRow = {
  readonly name: string
  /** Where it is given first. */
  readonly defaultValue: string | undefined
  readonly line: number
  /** Only FROM lines see it. */
  readonly onlyFrom: boolean
}

export function argRows(args: readonly DockerfileArg[]): readonly ArgRow[] {
  const rows = new Map<string, ArgRow>()
  for (const { name, defaultValue, line, stage } of args) {
    const known = rows.get(name)
    rows.set(name, {
      name,
      defaultValue: known?.defaultValue ?? defaultValue,
      line: known?.line ?? line,
      onlyFrom: (known?.onlyFrom ?? true) && stage === undefined,
    })
  }
  return [...rows.values()]
}

/** Another reader than ours may take what ours does not: with `# syntax=` its problems are remarks. */
export function areProblemsFinal({ directives }: DockerfileOutline): boolean {
  return !directives.some(({ name }) => name === 'syntax')
}

/** The foreign frontend that the build would run; only BuildKit knows frontends. */
export function foreignFrontend({ builder, dockerfile }: BuildPreparation): string | undefined {
  return builder === 'buildkit' ? dockerfile?.outline.foreignSyntax : undefined
}

export function choicesOf(draft: BuildDraft, { dockerfile }: BuildPreparation): BuildChoices {
  const tags = readTags(draft.tags)
  const known = new Set(dockerfile?.outline.args.map(({ name }) => name))
  const { target, platform, network, noCache, pull } = draft
  return {
    tags: tags.type === 'valid' ? tags.tags : [],
    ...(target === '' ? {} : { target }),
    buildArgs: [...draft.args]
      .filter(([name, value]) => known.has(name) && value !== '')
      .map(([name, value]) => ({ name, value })),
    labels: [],
    noCache,
    pull,
    ...(platform === '' ? {} : { platform }),
    ...(network === 'default' ? {} : { networkMode: network }),
  }
}

export function commandOf(draft: BuildDraft, prepared: BuildPreparation): string {
  const name = prepared.dockerfile?.name
  return buildCommand(choicesOf(draft, prepared), name === 'Dockerfile' ? undefined : name)
}

/** Why it can't begin; undefined when it can. */
export type Hindrance = 'engine' | 'context' | 'dockerfile' | 'tags' | 'consent'

export function hindranceOf(
  draft: BuildDraft,
  prepared: BuildPreparation,
  facts: { readonly live: boolean; readonly contextBad: boolean },
): Hindrance | undefined {
  const { dockerfile } = prepared
  if (!facts.live) return 'engine'
  if (prepared.problem !== undefined || dockerfile === undefined) return 'dockerfile'
  const { outline } = dockerfile
  if (outline.problems.length > 0 && areProblemsFinal(outline)) return 'dockerfile'
  if (facts.contextBad) return 'context'
  if (readTags(draft.tags).type === 'invalid') return 'tags'
  const foreign = foreignFrontend(prepared)
  return foreign === undefined || draft.agreed === foreign ? undefined : 'consent'
}

/** Folders that hardly any image wants, sent because no rule keeps them back. */
const heavy = new Set([
  '.git',
  'node_modules',
  '.venv',
  'venv',
  '__pycache__',
  '.cache',
  '.gradle',
  '.idea',
  'target',
])

export function unwanted(biggest: readonly { readonly path: string }[]): readonly string[] {
  return biggest.map(({ path }) => path).filter((path) => heavy.has(path))
}
