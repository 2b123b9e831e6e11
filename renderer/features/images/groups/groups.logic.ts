import type { ImageRow } from '@shared/domain/image'
import { firstName } from '@shared/domain/imageNames'
import { referenceParts } from '@shared/domain/referenceParts'
import type { BaseGroup } from '@shared/domain/sizes'

/** The head of a group. `name` absent: of those without a repository, or without a base. */
export type GroupHead = {
  readonly type: 'group'
  readonly key: string
  readonly name?: string
  /** The base is told by layers alone. */
  readonly guessed: boolean
  readonly open: boolean
  readonly members: readonly string[]
}

export type ListLine = ImageRow | GroupHead

export function isHead(line: ListLine): line is GroupHead {
  return 'type' in line
}

export function lineKey(line: ListLine): string {
  return isHead(line) ? line.key : line.id
}

type Group = { readonly key: string; readonly name?: string; readonly guessed: boolean }

/** Heads and, under open ones, rows. Groups stand in the order of their first row, so that sorting the rows sorts them. */
export function groupedLines(
  rows: readonly ImageRow[],
  groupOf: (row: ImageRow) => Group,
  closed: ReadonlySet<string>,
): readonly ListLine[] {
  const groups = new Map<string, { readonly group: Group; readonly rows: ImageRow[] }>()
  for (const row of rows) {
    const group = groupOf(row)
    const known = groups.get(group.key)
    if (known === undefined) groups.set(group.key, { group, rows: [row] })
    else known.rows.push(row)
  }
  return [...groups.values()].flatMap(({ group, rows: members }): readonly ListLine[] => {
    const open = !closed.has(group.key)
    const head: GroupHead = { ...group, type: 'group', open, members: members.map(({ id }) => id) }
    return open ? [head, ...members] : [head]
  })
}

export function repositoryOf(row: ImageRow): Group {
  const first = firstName(row)
  if (first === undefined) return { key: 'repository', guessed: false }
  const { repository } = referenceParts(first)
  return { key: `repository ${repository}`, name: repository, guessed: false }
}

/** Images that are not in the answer yet stand with those that have no base. */
export function baseOf(groups: readonly BaseGroup[]): (row: ImageRow) => Group {
  const found = new Map<string, Group>()
  for (const { base, images } of groups) {
    if (base === undefined) continue
    const group = { key: `base ${base.imageId}`, name: base.name, guessed: base.guessed }
    for (const image of images) found.set(image, group)
  }
  const none = { key: 'base', guessed: false }
  return (row) => found.get(row.id) ?? none
}
