import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import type { ImageDetails } from '@shared/domain/imageDetails'
import { CloudUpload, FolderTree, Play, Tag, Trash2, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Bytes, CopyButton, IconButton, Mono, Untrusted } from '../../components'

export function PanelHeader(props: {
  readonly imageId: string
  readonly details: ImageDetails | undefined
  readonly row: ImageRow | undefined
  readonly gone: boolean
  readonly onTag: () => void
  readonly onPush: () => void
  readonly onRun: () => void
  readonly onInside: () => void
  readonly onRemove: () => void
  readonly onClose: () => void
}) {
  const { t } = useTranslation('details')
  const { imageId, details, row, gone, onTag, onPush, onRun, onInside, onRemove, onClose } = props
  const names = details?.references.map((reference) => reference.familiar) ?? row?.tags ?? []
  const title = names[0] ?? details?.digestsWithoutTag[0] ?? row?.digests[0]
  const size = details?.size ?? row?.size
  return (
    <header className="flex shrink-0 items-start gap-1 py-2 pr-2 pl-3">
      <div className="min-w-0 flex-1">
        <h2 className="m-0 truncate text-lg font-semibold" data-tip={names.slice(0, 20).join('\n')}>
          {title === undefined ? t('panel.unnamed') : <Untrusted text={title} />}
        </h2>
        <div className="flex h-6 min-w-0 items-center gap-2 text-sm text-muted">
          <Mono muted>{shortId(imageId)}</Mono>
          <CopyButton text={imageId} label={t('panel.copyId')} />
          {size === undefined ? null : <Bytes value={size} />}
          {names.length > 1 ? (
            <span className="truncate">{t('panel.moreNames', { count: names.length - 1 })}</span>
          ) : null}
        </div>
      </div>
      <IconButton icon={FolderTree} label={t('panel.inside')} disabled={gone} onClick={onInside} />
      <IconButton icon={Play} label={t('panel.run')} disabled={gone} onClick={onRun} />
      <IconButton
        icon={Tag}
        label={t('panel.tag')}
        shortcut="F2"
        disabled={gone || row === undefined}
        onClick={onTag}
      />
      <IconButton
        icon={CloudUpload}
        label={t('panel.push')}
        disabled={gone || row === undefined}
        onClick={onPush}
      />
      <IconButton icon={Trash2} label={t('panel.remove')} disabled={gone} onClick={onRemove} />
      <IconButton icon={X} label={t('panel.close')} shortcut="Esc" onClick={onClose} />
    </header>
  )
}
