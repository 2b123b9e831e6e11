import type { ArchiveContent, ArchiveLook } from '@shared/domain/archive'
import type { ImageRow } from '@shared/domain/image'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import { appError } from '@shared/errors'
import { shellWord } from '@shared/shellWord'
import { harmless } from '@shared/text'
import { type PullPlan, pullPlan } from '../pull/pull.logic'

export type ImageContent = Extract<ArchiveContent, { type: 'image' }>

/** What loading does to one name. */
export type LoadName = {
  readonly familiar: string
  /** `same`: the image that has it now is the one in the file. */
  readonly becomes: 'new' | 'same' | 'moves'
  readonly owner: ImageRow | undefined
  /** Nothing is left of its owner's names once the file is loaded. */
  readonly dangles: boolean
}

export type LoadPlan = { readonly names: readonly LoadName[]; readonly nameless: number }

export function loadPlan({ images }: ImageContent, rows: readonly ImageRow[]): LoadPlan {
  const owners = new Map(rows.flatMap((row) => row.tags.map((tag) => [tag, row] as const)))
  const named = images.flatMap(({ references, ids }) =>
    references.map((text) => {
      const familiar = familiarOf(text)
      const owner = owners.get(familiar)
      const becomes =
        owner === undefined ? 'new' : ids.includes(owner.id) ? ('same' as const) : ('moves' as const)
      return { familiar, becomes, owner } as const
    }),
  )
  const taken = new Set(named.flatMap(({ familiar, becomes }) => (becomes === 'moves' ? [familiar] : [])))
  return {
    names: named.map((name) => ({
      ...name,
      dangles: name.becomes === 'moves' && (name.owner?.tags ?? []).every((tag) => taken.has(tag)),
    })),
    nameless: images.filter(({ references }) => references.length === 0).length,
  }
}

function familiarOf(text: string): string {
  const parsed = parseReference(text)
  return parsed.ok ? withDefaultTag(parsed.value).familiar : text
}

/** `load` or `import`; `choose` where only the person knows; undefined where there is nothing to do with the file. */
export function wayOf({ type }: ArchiveContent): 'load' | 'import' | 'choose' | undefined {
  switch (type) {
    case 'image':
    case 'damaged':
      return 'load'
    case 'rootfs':
      return 'import'
    case 'packed':
      return 'choose'
    default:
      return undefined
  }
}

/** The name that an import gives: a tag, or nothing. */
export function importPlan(typed: string, rows: readonly ImageRow[]): PullPlan {
  const plan = pullPlan(typed, undefined, rows)
  if (plan.type !== 'valid' || !plan.canonical.includes('@')) return plan
  return { type: 'invalid', error: appError('REFERENCE_NEEDS_TAG', { reference: plan.familiar }) }
}

export function loadCommand(
  look: Pick<ArchiveLook, 'name'>,
  way: 'load' | 'import',
  { name, changes }: { readonly name: string; readonly changes: readonly string[] },
): string {
  const file = shellWord(harmless(look.name))
  if (way === 'load') return `docker load --input ${file}`
  const flags = changes.map((change) => `--change ${shellWord(harmless(change))} `).join('')
  return `docker import ${flags}${file}${name === '' ? '' : ` ${name}`}`
}
