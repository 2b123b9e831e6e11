import { harmless } from '@shared/text'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, TextField } from '../../../components'
import { Breakable } from '../Breakable'
import { LongValue } from './LongValue'
import { filterPairs, listStep, type Pair } from './overview.logic'

/** Names and values of ENV or LABEL; many of them get a filter, and come in steps. */
export function PairList(props: {
  readonly pairs: readonly Pair[]
  readonly filterLabel: string
  readonly noMatch: string
}) {
  const { t } = useTranslation('details')
  const [query, setQuery] = useState('')
  const [shown, setShown] = useState(listStep)
  const found = filterPairs(props.pairs, useDeferredValue(query))
  const rest = found.length - shown
  return (
    <>
      {props.pairs.length > 8 ? (
        <div className="mb-1.5">
          <TextField
            label={props.filterLabel}
            labelHidden
            placeholder={props.filterLabel}
            value={query}
            onChange={setQuery}
          />
        </div>
      ) : null}
      {found.length === 0 ? <p className="m-0 text-muted">{props.noMatch}</p> : null}
      <ul className="m-0 list-none p-0">
        {found.slice(0, shown).map((pair, index) => (
          // A name may occur twice in ENV: its place is its key.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <PairRow key={`${index} ${pair.name}`} pair={pair} />
        ))}
      </ul>
      {rest > 0 ? (
        <Button size="small" variant="ghost" onClick={() => setShown(shown + listStep)}>
          {t('value.more', { count: Math.min(rest, listStep), rest })}
        </Button>
      ) : null}
    </>
  )
}

function PairRow({ pair }: { readonly pair: Pair }) {
  const name = harmless(pair.name)
  return (
    <li className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3 border-t border-line/60 py-px first:border-t-0">
      <code
        className="isolate-text self-start py-1 font-mono text-sm leading-4 [overflow-wrap:anywhere]"
        data-selectable
      >
        <Breakable text={pair.name} />
      </code>
      <LongValue name={name} value={pair.value} />
    </li>
  )
}
