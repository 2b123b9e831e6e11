import type { OpenedImage } from '@shared/domain/contents'
import { parseReference } from '@shared/domain/reference'
import { harmless } from '@shared/text'
import { Archive, Cloud, FolderTree, Server, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Loaded } from '../../../api'
import { Badge, ErrorState, formatBytes, IconButton, MenuButton, Untrusted } from '../../../components'
import { type ComparedImage, compareSides, navigation, type SideName } from '../../frame'
import { SidePlatform } from './SidePlatform'
import { useSideEntries } from './useSideEntries'

const icons = { engine: Server, file: Archive, registry: Cloud } as const

type Props = {
  readonly side: SideName
  readonly chosen: ComparedImage | undefined
  readonly opened: Loaded<OpenedImage>
  /** The side that is to be chosen next. */
  readonly isNext: boolean
}

/** One side: which image, where it is, whether it is read. */
export function CompareSide(props: Props) {
  const { t } = useTranslation('compare')
  const { side, chosen, opened } = props
  const entries = useSideEntries(side)
  const choose = (
    <MenuButton
      size="small"
      variant={chosen === undefined && props.isNext ? 'primary' : 'default'}
      menuLabel={t(`side.chooseFor.${side}`)}
      aria-label={t(`side.chooseFor.${side}`)}
      entries={entries}
    >
      {t(chosen === undefined ? 'side.choose' : 'side.change')}
    </MenuButton>
  )
  return (
    <section
      aria-label={t(`side.label.${side}`)}
      className="flex min-w-0 flex-col gap-1 rounded-md border border-line bg-raised px-3 py-2"
    >
      <div className="flex min-w-0 items-center gap-2">
        <span className="w-9 shrink-0 text-sm text-muted">{t(`side.${side}`)}</span>
        <span className="min-w-0 flex-1">
          {chosen === undefined ? (
            <span className="text-muted">{t('side.none')}</span>
          ) : (
            <Name chosen={chosen} image={opened.data} />
          )}
        </span>
        {chosen === undefined ? (
          choose
        ) : (
          <IconButton
            size="small"
            icon={X}
            label={t(`side.clear.${side}`)}
            onClick={() => compareSides.clear(side)}
          />
        )}
      </div>
      {chosen === undefined ? null : (
        // The name has a line of its own: two long ones differ at their ends.
        <div className="flex min-w-0 items-start gap-2 pl-11">
          <div className="min-w-0 flex-1">
            <Below side={side} chosen={chosen} opened={opened} />
          </div>
          {choose}
          <IconButton
            size="small"
            icon={FolderTree}
            label={t('side.look')}
            onClick={() => navigation.openContents({ place: chosen.place, choice: chosen.choice })}
          />
        </div>
      )}
    </section>
  )
}

function Name({
  chosen,
  image,
}: {
  readonly chosen: ComparedImage
  readonly image: OpenedImage | undefined
}) {
  const { t } = useTranslation('compare')
  const name = image?.name ?? chosen.name
  return (
    <code className="flex min-w-0 font-mono text-sm font-semibold" data-tip={harmless(name)}>
      {name === '' ? t('side.unnamed') : <NameWithTag name={name} />}
    </code>
  )
}

/** Where there is no room the repository is cut: two tags of one look different still. */
function NameWithTag({ name }: { readonly name: string }) {
  const parsed = parseReference(name)
  const tag = parsed.ok ? parsed.value.tag : undefined
  if (tag === undefined || !name.endsWith(`:${tag}`)) {
    return (
      <span className="clip">
        <Untrusted text={name} />
      </span>
    )
  }
  return (
    <>
      <span className="clip">{name.slice(0, -tag.length - 1)}</span>
      <span className="clip max-w-[75%] shrink-0">:{tag}</span>
    </>
  )
}

function Below(props: {
  readonly side: SideName
  readonly chosen: ComparedImage
  readonly opened: Loaded<OpenedImage>
}) {
  const { t } = useTranslation('compare')
  const { side, chosen, opened } = props
  const { data: image, error } = opened
  const { type } = chosen.place
  if (image === undefined)
    return error === undefined ? (
      <p role="status" className="m-0 text-sm text-muted">
        {t('side.opening', { name: harmless(chosen.name) })}
      </p>
    ) : (
      <ErrorState error={error} onRetry={opened.retry} compact />
    )
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-0.5 text-sm leading-6 text-muted">
      <Badge icon={icons[type]} tip={t(`placeTip.${type}`)}>
        {t(`place.${type}`)}
      </Badge>
      <SidePlatform side={side} chosen={chosen} image={image} />
      <span className="max-[1080px]:hidden">{t('side.layers', { count: image.layerCount })}</span>
      <Weight image={image} />
    </div>
  )
}

function Weight({ image }: { readonly image: OpenedImage }) {
  const { t, i18n } = useTranslation('compare')
  const { t: common } = useTranslation()
  const { reading, storedBytes } = image
  const bytes = (value: number): string => formatBytes(value, i18n.language)
  if (reading.type === 'ready')
    return storedBytes === undefined ? null : <span>{t('side.stored', { bytes: bytes(storedBytes) })}</span>
  const layers = t('side.unread', { count: reading.layers })
  if (reading.bytes === undefined) return <span>{layers}</span>
  const size = bytes(reading.bytes)
  return (
    <span>
      {t('side.unreadBytes', {
        layers,
        bytes: reading.isAbout ? common('about', { value: size }) : size,
      })}
    </span>
  )
}
