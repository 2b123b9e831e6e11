import type { OpenedImage } from '@shared/domain/contents'
import { shortId } from '@shared/domain/digest'
import { Archive, Cloud, GitCompareArrows, Server, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, Button, CopyButton, formatBytes, IconButton, Mono, Untrusted } from '../../components'
import { type ContentsPlace, compareSides, navigation } from '../frame'
import { LoadIntoEngine } from '../openings'
import { CopyImage } from './CopyImage'
import { PlatformMenu } from './PlatformMenu'
import { WasteHint } from './WasteHint'

const icons = { engine: Server, file: Archive, registry: Cloud } as const

/** Name, where it is, which platform, and what can be done with it. */
export function ContentsHeader({
  image,
  open,
}: {
  readonly image: OpenedImage
  readonly open: ContentsPlace
}) {
  const { t, i18n } = useTranslation('contents')
  const { place, name, id, layerCount, storedBytes } = image
  return (
    <header className="flex min-h-11 shrink-0 items-center gap-2 px-3 py-1.5">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <h1 className="clip m-0 text-lg font-semibold" data-tip={name}>
            {name === '' ? t('unnamed') : <Untrusted text={name} />}
          </h1>
          <Badge icon={icons[place]} tip={t(`placeTip.${place}`)}>
            {t(`place.${place}`)}
          </Badge>
        </div>
        <div className="flex h-5 min-w-0 items-center gap-2 text-sm text-muted">
          <Mono muted>{shortId(id)}</Mono>
          <CopyButton text={id} label={t('copyId')} />
          <span className="clip">
            {t('layers', { count: layerCount })}
            {storedBytes === undefined
              ? null
              : ` · ${t('stored', { bytes: formatBytes(storedBytes, i18n.language) })}`}
          </span>
          {image.reading.type === 'ready' ? <WasteHint handle={image.handle} /> : null}
        </div>
      </div>
      <PlatformMenu image={image} open={open} />
      {open.place.type === 'file' ? <LoadIntoEngine grant={open.place.grant} inHeader /> : null}
      <Button
        size="small"
        icon={GitCompareArrows}
        tip={t('action.compare')}
        onClick={() =>
          compareSides.open({
            place: open.place,
            name,
            ...(open.choice === undefined ? {} : { choice: open.choice }),
          })
        }
      >
        <span className="max-[1080px]:sr-only">{t('action.compare')}</span>
      </Button>
      <CopyImage image={image} />
      <IconButton icon={X} label={t('close')} onClick={navigation.closeContents} />
    </header>
  )
}
