import type { DiskTable } from '@shared/domain/disk'
import { harmless } from '@shared/text'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Bytes, formatBytes } from '../../components'
import { navigation } from '../frame'
import { type DiskBar, diskBars } from './disk.logic'

/** Bars to scale; what an image shares with others is drawn lighter. */
export function LargestImages({ table }: { readonly table: DiskTable }) {
  const { t, i18n } = useTranslation('disk')
  const title = useId()
  const bars = diskBars(table.images)
  return (
    <section aria-labelledby={title}>
      <h2 id={title} className="m-0 text-base font-semibold">
        {t('largest')}
      </h2>
      {bars.length === 0 ? (
        <p className="m-0 mt-1 text-muted">{t('none')}</p>
      ) : (
        <>
          <p className="m-0 mt-0.5 mb-2 text-muted">
            {t('largestText', { bytes: formatBytes(table.layersSize, i18n.language) })}
          </p>
          <ul className="m-0 list-none p-0">
            {bars.map((bar) => (
              <Bar key={bar.id} bar={bar} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Bar({ bar }: { readonly bar: DiskBar }) {
  const { t, i18n } = useTranslation('disk')
  const { id, name, moreNames, size, shared, sharedShare, ownShare } = bar
  return (
    <li>
      <button
        type="button"
        onClick={() => navigation.openImage(id)}
        className="grid h-7 w-full grid-cols-[minmax(0,2fr)_minmax(0,3fr)_72px_112px] items-center gap-3 rounded-sm text-left hover:bg-hover"
      >
        <span className="clip">
          <span className="isolate-text font-mono text-sm" data-tip={harmless(name)}>
            {harmless(name)}
          </span>
          {moreNames === 0 ? null : (
            <span className="ml-2 text-sm text-muted">{t('names', { count: moreNames })}</span>
          )}
        </span>
        <span aria-hidden className="flex h-2 overflow-hidden rounded-sm">
          <span className="h-full bg-accent-fill" style={{ width: `${ownShare * 100}%` }} />
          <span className="h-full bg-accent-fill/40" style={{ width: `${sharedShare * 100}%` }} />
        </span>
        <span className="text-right tabular-nums">
          <Bytes value={size} />
        </span>
        <span className="text-right text-sm text-muted tabular-nums">
          {shared === undefined || shared === 0
            ? ''
            : t('shared', { bytes: formatBytes(shared, i18n.language) })}
        </span>
      </button>
    </li>
  )
}
