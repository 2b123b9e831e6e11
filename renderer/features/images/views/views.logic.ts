import type { SavedImageView } from '@shared/domain/imageView'
import { type Filters, type NamingFilter, noFilters } from '../filters/filters.logic'
import { columnKeys } from '../list/columnChoice.logic'
import { type ListSort, newestFirst } from '../list/sort.logic'
import type { ImagesView } from '../viewState'

type Kept = Pick<ImagesView, 'text' | 'filters' | 'sort' | 'grouping'>

export function savedView(name: string, view: Kept, columns: readonly string[]): SavedImageView {
  const { use, naming, labels, ...rest } = view.filters
  return {
    name,
    filter: {
      ...(view.text.trim() === '' ? {} : { text: view.text }),
      ...(use && { use }),
      ...(naming && { naming: [naming] }),
      ...(labels.length > 0 && { labels: [...labels] }),
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    },
    sort: view.sort,
    grouping: view.grouping,
    columns: [...columns],
  }
}

/** What a view of an older version does not have, or of a newer one has in other words, is as at the start. */
export function keptView({ filter, sort, grouping }: SavedImageView): Kept {
  const { text = '', naming, ...rest } = filter
  const filters: Filters = { ...noFilters, ...rest, labels: filter.labels ?? [], naming: namingOf(naming) }
  return { text, filters, sort: sortOf(sort), grouping }
}

function namingOf(naming: SavedImageView['filter']['naming']): NamingFilter | undefined {
  const [first] = naming ?? []
  return first === 'dangling' || first === 'digestOnly' ? first : undefined
}

function sortOf({ key, direction }: SavedImageView['sort']): ListSort {
  const column = columnKeys.find((candidate) => candidate === key)
  return column === undefined ? newestFirst : { key: column, direction }
}

/** The list with this view in it: in the place of the one of that name, or of `old`, else at the end. */
export function withView(
  views: readonly SavedImageView[],
  view: SavedImageView,
  old: string = view.name,
): readonly SavedImageView[] {
  const others = views.filter(({ name }) => name === old || name !== view.name)
  if (!others.some(({ name }) => name === old)) return [...others, view]
  return others.map((other) => (other.name === old ? view : other))
}

export function withoutView(views: readonly SavedImageView[], name: string): readonly SavedImageView[] {
  return views.filter((view) => view.name !== name)
}
