import type { ImageGrouping } from '@shared/domain/imageView'
import { createStore, useStore } from '../../components'
import { emptySelection, type GridSelection } from '../../components/grid'
import { type Filters, noFilters } from './filters/filters.logic'
import { type ListSort, newestFirst } from './list/sort.logic'

/** What the user set in the list; it is still there on coming back to it. */
export type ImagesView = {
  readonly text: string
  readonly filters: Filters
  readonly sort: ListSort
  readonly grouping: ImageGrouping
  /** Groups that are closed, by key. */
  readonly closed: ReadonlySet<string>
  readonly selection: GridSelection
}

const view = createStore<ImagesView>({
  text: '',
  filters: noFilters,
  sort: newestFirst,
  grouping: 'flat',
  closed: new Set(),
  selection: emptySelection,
})

export const imagesView = {
  get: view.get,
  setText: (text: string): void => view.set((now) => ({ ...now, text })),
  setFilters: (change: Partial<Filters>): void =>
    view.set((now) => ({ ...now, filters: { ...now.filters, ...change } })),
  clearFilters: (): void => view.set((now) => ({ ...now, text: '', filters: noFilters })),
  setSort: (sort: ListSort): void => view.set((now) => ({ ...now, sort })),
  setGrouping: (grouping: ImageGrouping): void =>
    view.set((now) => (now.grouping === grouping ? now : { ...now, grouping, closed: new Set() })),
  setOpen: (group: string, open: boolean): void =>
    view.set((now) => {
      const closed = new Set(now.closed)
      if (open) closed.delete(group)
      else closed.add(group)
      return { ...now, closed }
    }),
  apply: (change: Pick<ImagesView, 'text' | 'filters' | 'sort' | 'grouping'>): void =>
    view.set((now) => ({ ...now, ...change, closed: new Set() })),
  setSelection: (selection: GridSelection): void =>
    view.set((now) => (now.selection === selection ? now : { ...now, selection })),
}

export function useImagesView(): ImagesView {
  return useStore(view, (now) => now)
}
