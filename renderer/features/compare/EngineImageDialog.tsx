import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine, useImages } from '../../api'
import { Button, Bytes, cx, RelativeTime, Untrusted } from '../../components'
import { Dialog } from '../../components/Dialog'
import { compareSides, type SideName } from '../frame'
import { rank } from '../palette'

/** As many are drawn; a word narrows them down. */
const most = 60

const nameOf = (row: ImageRow): string => row.tags[0] ?? row.digests[0] ?? shortId(row.id)

/** Which image of the engine stands on a side of a comparison. */
export function EngineImageDialog({
  side,
  onClose,
}: {
  readonly side: SideName
  readonly onClose: () => void
}) {
  const { t } = useTranslation('compare')
  const { t: common } = useTranslation()
  const rows = useImages().data?.rows
  const away = useEngine().data?.state.type !== 'connected'
  const [query, setQuery] = useState('')
  const found = useMemo(
    () =>
      rank(
        rows ?? [],
        query,
        (row) => `${row.tags.join(' ')} ${row.digests.join(' ')} ${row.id.slice('sha256:'.length)}`,
        Number.POSITIVE_INFINITY,
      ),
    [rows, query],
  )
  const take = (row: ImageRow): void => {
    onClose()
    compareSides.put(side, { place: { type: 'engine', image: row.id }, name: nameOf(row) })
  }
  return (
    <Dialog
      title={t('engineImages.title')}
      description={away ? t('engineImages.away') : undefined}
      onClose={onClose}
      footer={
        <Button onClick={onClose} data-safe>
          {common('cancel')}
        </Button>
      }
    >
      <Choices rows={found.slice(0, most)} query={query} onQuery={setQuery} onTake={take} />
      <p role="status" className="m-0 min-h-6 py-1 text-sm text-muted">
        {found.length > most
          ? t('engineImages.more', { count: found.length - most })
          : found.length > 0
            ? ''
            : t((rows?.length ?? 0) === 0 ? 'engineImages.empty' : 'engineImages.none')}
      </p>
    </Dialog>
  )
}

function Choices(props: {
  readonly rows: readonly ImageRow[]
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly onTake: (row: ImageRow) => void
}) {
  const { t } = useTranslation('compare')
  const { rows, query, onQuery, onTake } = props
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState(0)
  const current = Math.min(at, rows.length - 1)
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const row = rows[current]
    if (step !== undefined && rows.length > 0) {
      const next = (current + step + rows.length) % rows.length
      setAt(next)
      list.current?.querySelector(`[data-place="${next}"]`)?.scrollIntoView({ block: 'nearest' })
    } else if (event.key === 'Enter' && row !== undefined) onTake(row)
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        type="text"
        role="combobox"
        data-first
        aria-label={t('engineImages.search')}
        aria-expanded
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={rows[current] === undefined ? undefined : `${id}-${current}`}
        placeholder={t('engineImages.search')}
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={(event) => {
          onQuery(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        className="h-7 w-full rounded-md border border-line-strong/60 bg-canvas px-2 text-base"
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t('engineImages.list')}
        className="mt-2 h-[40vh] overflow-auto rounded-md border border-line p-1"
      >
        {rows.map((row, place) => (
          // The keys are heard by the field
          <div
            key={row.id}
            id={`${id}-${place}`}
            data-place={place}
            role="option"
            tabIndex={-1}
            aria-selected={place === current}
            onClick={() => onTake(row)}
            onPointerMove={() => setAt(place)}
            className={cx('flex h-7 items-center gap-3 rounded-sm px-2', place === current && 'bg-press')}
          >
            <code className="clip min-w-0 flex-1 font-mono text-sm" data-tip={nameOf(row)}>
              <Untrusted text={nameOf(row)} />
            </code>
            <span className="shrink-0 text-sm text-muted">
              {row.created === undefined ? null : <RelativeTime ms={row.created} />}
            </span>
            <span className="w-16 shrink-0 text-right text-sm text-muted">
              <Bytes value={row.size} />
            </span>
          </div>
        ))}
      </div>
    </>
  )
}
