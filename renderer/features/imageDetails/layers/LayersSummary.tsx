import { shortId } from '@shared/domain/digest'
import type { ImageLayers } from '@shared/domain/imageLayers'
import type { Doubt } from '@shared/domain/sizes'
import { harmless } from '@shared/text'
import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge, Button, Bytes, formatBytes, useDoubtText } from '../../../components'
import { LinkButton } from '../LinkButton'
import { GoesLine } from './GoesLine'
import { sizeRemark } from './layers.logic'
import { Swatch } from './Slab'

/** What the stack adds up to: base and own part, what others share and what is this image's alone. */
export function LayersSummary(props: {
  readonly imageId: string
  readonly stack: ImageLayers
  readonly refreshing: boolean
  readonly onAgain: () => void
  readonly onOpenImage: (imageId: string) => void
}) {
  const { t } = useTranslation('layers')
  const { stack, refreshing, onAgain, onOpenImage } = props
  const { layerCount, alignment, unread } = stack
  return (
    <div className="shrink-0 px-3 pt-1.5 pb-2">
      <div className="mb-1 flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="text-muted">{t('count', { count: layerCount })}</span>
        {alignment === 'exact' ? null : (
          <Badge tone={alignment === 'uncertain' ? 'warn' : 'neutral'} tip={t(`align.${alignment}`)}>
            {t(`alignShort.${alignment}`)}
          </Badge>
        )}
        {unread === 0 ? null : (
          <>
            <Badge tone="warn" tip={t('unreadWhy')}>
              {t('unread', { count: unread })}
            </Badge>
            <Button size="small" icon={RotateCw} disabled={refreshing} onClick={onAgain}>
              {t('again')}
            </Button>
          </>
        )}
      </div>
      <Parts stack={stack} onOpenImage={onOpenImage} />
      <GoesLine imageId={props.imageId} />
      <SizeRemarkLine stack={stack} />
    </div>
  )
}

function Parts(props: { readonly stack: ImageLayers; readonly onOpenImage: (imageId: string) => void }) {
  const { t } = useTranslation('layers')
  const { base, totals, unread } = props.stack
  const soFar = unread > 0
  return (
    <>
      {base === undefined || totals.layers === undefined || totals.layers === 0 ? null : (
        <div className="mb-1.5 flex h-1.5 overflow-hidden rounded-full bg-cat-2" aria-hidden>
          <div
            className="h-full border-r border-canvas bg-cat-10"
            style={{ width: `${((totals.base ?? 0) / totals.layers) * 100}%` }}
          />
        </div>
      )}
      <dl aria-label={t('parts')} className="m-0 grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5">
        {base === undefined ? (
          <Part swatch="own" label={t('part.all')} bytes={totals.layers} />
        ) : (
          <>
            <Part swatch="own" label={t('part.own')} bytes={totals.own} />
            <Part swatch="base" label={<BaseName {...props} />} bytes={totals.base} />
          </>
        )}
        <Part
          swatch="shared"
          label={t(soFar ? 'part.sharedSoFar' : 'part.shared')}
          bytes={totals.shared}
          about={totals.about}
        />
        <Part
          label={t(soFar ? 'part.uniqueSoFar' : 'part.unique')}
          bytes={totals.unique}
          about={totals.about}
        />
      </dl>
      {base === undefined ? (
        <p className="m-0 mt-1 text-sm text-muted">{t(soFar ? 'noBaseSoFar' : 'noBase')}</p>
      ) : null}
    </>
  )
}

function BaseName(props: { readonly stack: ImageLayers; readonly onOpenImage: (imageId: string) => void }) {
  const { t } = useTranslation('layers')
  const { base } = props.stack
  if (base === undefined) return null
  const name = harmless(base.name ?? shortId(base.imageId))
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span
        className="min-w-0 [overflow-wrap:anywhere]"
        data-tip={t(base.known === 'chain' ? 'guessWhy' : 'knownWhy')}
      >
        {t(base.known === 'chain' ? 'part.baseGuess' : 'part.base', { name })}
      </span>
      <span className="shrink-0">
        <LinkButton onClick={() => props.onOpenImage(base.imageId)}>{t('openBase')}</LinkButton>
      </span>
    </span>
  )
}

function Part(props: {
  readonly swatch?: 'own' | 'base' | 'shared'
  readonly label: ReactNode
  readonly bytes: number | undefined
  /** Why it is an estimate. */
  readonly about?: readonly Doubt[] | undefined
}) {
  const { t } = useTranslation('layers')
  const doubts = useDoubtText()
  const { bytes, about } = props
  return (
    <>
      <dt className="flex min-w-0 items-baseline gap-1.5">
        <Swatch kind={props.swatch} />
        {props.label}
      </dt>
      <dd className="m-0 text-right" {...(about && { 'data-tip': doubts(about) })}>
        {bytes === undefined ? (
          <span className="text-muted">{t('part.unknown')}</span>
        ) : (
          <Bytes value={bytes} estimate={about !== undefined} />
        )}
      </dd>
    </>
  )
}

/** The picture adds up to the image's size, or this says why not. */
function SizeRemarkLine({ stack }: { readonly stack: ImageLayers }) {
  const { t, i18n } = useTranslation('layers')
  const { totals, store } = stack
  const remark = sizeRemark(totals, store)
  if (remark === undefined) return null
  const bytes = (value: number) => formatBytes(value, i18n.language)
  const image = bytes(totals.image)
  return (
    <p className="m-0 mt-1 text-sm text-muted">
      {remark.type === 'unknown' ? t('unknownTotals', { image }) : null}
      {remark.type === 'beside' ? t('beside', { image, rest: bytes(remark.rest) }) : null}
      {remark.type === 'differs' ? t('differs', { image, layers: bytes(totals.layers ?? 0) }) : null}
    </p>
  )
}
