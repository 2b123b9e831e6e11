import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { Button, Bytes } from '../../../components'
import { navigation } from '../../frame'
import { chosen, useChosen } from '../chosen'
import { type DiskTree, holdersOf, imageName } from '../tree.logic'
import { useWords } from '../useWords'
import type { Focus, Piece } from './pieces.logic'

const named = 6

/** What is looked at, or what the picture has been zoomed to; of one image also what can be done with it. */
export function PieceInfo(props: {
  readonly tree: DiskTree
  readonly focus: Focus
  readonly piece: Piece | undefined
}) {
  const { t } = useTranslation('disk')
  const { tree, focus, piece } = props
  const words = useWords(tree)
  const shown = piece ?? pieceOf(tree, focus)
  if (shown === undefined)
    return <p className="m-0 h-11 shrink-0 pl-1 text-sm text-muted">{t('picture.hint')}</p>
  const { name } = words(shown)
  return (
    <div className="flex h-11 shrink-0 items-start gap-3 overflow-hidden pl-1 text-sm">
      <div className="min-w-0 flex-1">
        <p className="m-0 flex min-w-0 gap-2">
          <span className="clip isolate-text min-w-0 font-semibold" data-tip={name}>
            {name}
          </span>
          <Bytes value={shown.bytes} />
          <Blobs tree={tree} piece={shown} />
        </p>
        <Holders tree={tree} piece={shown} />
      </div>
      {focus.type === 'segment' || focus.type === 'layers' ? <Actions tree={tree} at={focus.at} /> : null}
    </div>
  )
}

function pieceOf(tree: DiskTree, focus: Focus): Piece | undefined {
  if (focus.type !== 'segment' && focus.type !== 'layers') return undefined
  return { type: 'segment', at: focus.at, bytes: tree.own[focus.at] ?? 0, hue: 0 }
}

/** On the containerd store a layer is kept twice. */
function Blobs({ tree, piece }: { readonly tree: DiskTree; readonly piece: Piece }) {
  const { t } = useTranslation('disk')
  const segment = piece.type === 'segment' ? tree.page.segments[piece.at] : undefined
  if (segment === undefined || tree.page.store === 'classic') return null
  return (
    <span className="shrink-0 text-muted">
      {t('picture.files')} <Bytes value={segment.files} />, {t('picture.blobs')}{' '}
      <Bytes value={segment.blobs} estimate={segment.about} />
    </span>
  )
}

function Holders({ tree, piece }: { readonly tree: DiskTree; readonly piece: Piece }) {
  const { t } = useTranslation('disk')
  if (piece.type === 'block')
    return <p className="m-0 line-clamp-2 text-muted">{t(`block.${piece.kind}.text`)}</p>
  if (piece.type === 'writable') return <p className="m-0 text-muted">{t('piece.writableText')}</p>
  if (piece.type !== 'segment') return null
  const { owners = 0, heldBy } = tree.page.segments[piece.at] ?? {}
  const holders = holdersOf(tree, piece.at, named)
  const names = holders.map((image) => harmless(imageName(image))).join(', ')
  const more = owners - holders.length
  return (
    <p className="clip m-0 text-muted">
      {owners === 1 ? null : `${t('piece.in', { count: owners })} `}
      {owners === 1 ? null : <bdi>{more > 0 ? `${names} +${more}` : names}</bdi>}
      {heldBy === undefined ? null : ` ${t(`heldBy.${heldBy}`)}`}
    </p>
  )
}

function Actions({ tree, at }: { readonly tree: DiskTree; readonly at: number }) {
  const { t } = useTranslation('disk')
  const picked = useChosen()
  const owners = tree.page.segments[at]?.owners ?? 0
  const images = holdersOf(tree, at, owners)
  const [image] = images
  const all = images.every(({ id }) => picked.has(id))
  return (
    <span className="flex shrink-0 gap-1">
      {image === undefined || (owners > 1 && tree.ends[at]?.length !== 1) ? null : (
        <>
          <Button size="small" onClick={() => navigation.openImage(image.id)}>
            {t('picture.show')}
          </Button>
          <Button size="small" onClick={() => navigation.openImage(image.id, 'layers')}>
            {t('picture.layersTab')}
          </Button>
        </>
      )}
      <Button
        size="small"
        aria-pressed={all}
        onClick={() =>
          chosen.toggle(
            images.map(({ id }) => id),
            !all,
          )
        }
      >
        {all ? t('picture.drop') : t('picture.choose', { count: owners })}
      </Button>
    </span>
  )
}
