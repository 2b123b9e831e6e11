import { createStore, useStore } from '../../components'
import { type Asked, askedOf, type SearchForm, type SearchSource } from './search.logic'

type SearchState = {
  readonly form: SearchForm
  readonly asked: Asked | undefined
  /** The repository whose tags are open. */
  readonly open: string | undefined
}

const state = createStore<SearchState>({
  form: { query: '', minStars: '', officialOnly: false },
  asked: undefined,
  open: undefined,
})

/** Kept while other pages are shown. */
export const searchState = {
  change: (change: Partial<SearchForm>): void =>
    state.set((now) => ({ ...now, form: { ...now.form, ...change } })),
  submit: (source: SearchSource): void =>
    state.set((now) => {
      const asked = askedOf(now.form, source)
      return asked === undefined ? now : { ...now, asked, open: undefined }
    }),
  open: (repository: string): void => state.set((now) => ({ ...now, open: repository })),
  close: (): void => state.set((now) => ({ ...now, open: undefined })),
}

export function useSearchState(): SearchState {
  return useStore(state, (now) => now)
}
