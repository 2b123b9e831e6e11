import { useState } from 'react'
import { SplitPane } from '../../components'
import { SearchBar } from './SearchBar'
import { SearchResults } from './SearchResults'
import { searchState, useSearchState } from './searchState'
import { TagsPanel } from './tags/TagsPanel'
import { useSearch } from './useSearch'

const firstWidth = 440

export function SearchPage() {
  const { asked, open } = useSearchState()
  const search = useSearch(asked)
  const [width, setWidth] = useState(firstWidth)
  return (
    <>
      <SearchBar busy={search.loading} />
      <SplitPane
        width={width}
        onWidth={setWidth}
        main={
          <div aria-busy={search.loading} className="flex min-h-0 flex-1 flex-col">
            <SearchResults asked={asked} search={search} open={open} />
          </div>
        }
        side={
          open === undefined ? undefined : (
            <TagsPanel key={open} repository={open} onClose={searchState.close} />
          )
        }
      />
    </>
  )
}
