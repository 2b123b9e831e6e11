import { assertNever } from '@shared/assertNever'
import type { FileView, OpenedImage, TreeRow } from '@shared/domain/contents'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorOf, fileQuery } from '../../../api'
import { Bytes, ErrorState, Mono, ToggleChip } from '../../../components'
import { fetchKey, useContentsJob } from '../read/readJobs'
import { FetchCard } from './FetchCard'
import { HexView } from './HexView'
import { hexWindow } from './hex.logic'
import { TextView } from './TextView'

/** What is in a file; for a link, where it leads; for a folder, how much is below it. */
export function FileContent(props: {
  readonly image: OpenedImage
  readonly layer: number
  readonly row: TreeRow
}) {
  const { t } = useTranslation('contents')
  const { image, layer, row } = props
  const isFile = row.kind === 'file' || row.kind === 'hardLink'
  const job = useContentsJob(fetchKey(image.handle))
  const fetched = job?.state.type === 'succeeded' ? job.id : ''
  const asked = { handle: image.handle, layer, node: row.node }
  const view = useQuery({
    ...fileQuery({ ...asked, from: 0, count: hexWindow }, fetched),
    enabled: isFile,
  })
  if (row.kind === 'folder')
    return (
      <p className="m-0 p-3 text-muted">
        {t('viewer.folder', { count: row.files ?? 0 })} · <Bytes value={row.bytes} />
      </p>
    )
  if (!isFile)
    return (
      <p className="m-0 p-3 text-muted">
        {t(`kind.${row.kind}`)}
        {row.target === undefined ? '.' : <LinkTarget target={row.target} />}
      </p>
    )
  if (view.data === undefined)
    return view.error === null ? (
      <p className="m-0 p-3 text-muted">{t('viewer.loading')}</p>
    ) : (
      <div className="p-3">
        <ErrorState error={errorOf(view.error)} onRetry={() => void view.refetch()} compact />
      </div>
    )
  return <Content view={view.data} stored={image.storedBytes} asked={asked} fetched={fetched} />
}

function Content(props: {
  readonly view: FileView
  /** Bytes of all layers, where they are known: many small files make a stream far longer than what they hold. */
  readonly stored: number | undefined
  readonly asked: { readonly handle: string; readonly layer: number; readonly node: number }
  readonly fetched: string
}) {
  const { t } = useTranslation('contents')
  const { view, stored = 0, asked, fetched } = props
  const [asHex, setAsHex] = useState<boolean>()
  switch (view.type) {
    case 'needsFetch':
      return (
        <FetchCard
          handle={asked.handle}
          bytes={view.fetchBytes === undefined ? undefined : Math.max(view.fetchBytes, stored)}
        />
      )
    case 'noFile':
      return (
        <p className="m-0 p-3 text-muted">
          {t(`kind.${view.kind}`)}
          {view.target === undefined ? '.' : <LinkTarget target={view.target} />}
        </p>
      )
    case 'bytes': {
      if (view.size === 0) return <p className="m-0 p-3 text-muted">{t('viewer.empty')}</p>
      const hex = asHex ?? !view.isText
      return (
        <>
          <div className="flex shrink-0 items-center gap-1.5 px-3 py-1">
            <ToggleChip pressed={!hex} onChange={() => setAsHex(false)}>
              {t('viewer.asText')}
            </ToggleChip>
            <ToggleChip pressed={hex} onChange={() => setAsHex(true)}>
              {t('viewer.asHex')}
            </ToggleChip>
            <span className="text-sm text-muted">
              <Bytes value={view.size} />
            </span>
          </div>
          {hex ? (
            <HexView asked={asked} size={view.size} fetched={fetched} />
          ) : (
            <TextView asked={asked} size={view.size} fetched={fetched} />
          )}
        </>
      )
    }
    default:
      return assertNever(view)
  }
}

/** Where it leads, as the image says it: never followed. */
function LinkTarget({ target }: { readonly target: string }) {
  const { t } = useTranslation('contents')
  return (
    <>
      {' '}
      {t('viewer.leadsTo')} <Mono>{target}</Mono>. {t('viewer.notFollowed')}
    </>
  )
}
