import { harmless } from '@shared/text'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../components'
import type { Piece } from './picture/pieces.logic'
import { shortName } from './picture/treemap.logic'
import { type DiskTree, holdersOf, imageName, segmentName } from './tree.logic'

/** `label`: on the tile. `name`: in full. `spoken`: in full with bytes and holders. */
export type Words = { readonly label: string; readonly name: string; readonly spoken: string }

/** Names in one tip; the rest as +n, all of them are in the table. */
const namedHolders = 12

/** The same function as long as the tree is the same: the words of hundreds of tiles are found once. */
export function useWords(tree: DiskTree): (piece: Piece) => Words {
  const { t, i18n } = useTranslation('disk')
  return useMemo(() => wordsOf(tree, t, i18n.language), [tree, t, i18n.language])
}

function wordsOf(tree: DiskTree, t: TFunction<'disk'>, language: string): (piece: Piece) => Words {
  const bytesOf = (value: number) => formatBytes(value, language)

  const segment = (at: number, bytes: number): Words => {
    const { owners = 0, about = false, layers = 0, heldBy } = tree.page.segments[at] ?? {}
    const told = segmentName(tree, at)
    const size = about ? t('about', { bytes: bytesOf(bytes) }) : bytesOf(bytes)
    const name = told.type === 'image' ? harmless(told.name) : t('images', { count: told.count })
    const label = told.type === 'image' ? shortName(name) : name
    const marked = told.type === 'image' && told.more > 0 ? `${label} +${told.more}` : label
    const lines: string[] = [
      owners === 1
        ? t('piece.alone', { name, bytes: size })
        : t('piece.shared', { count: owners, bytes: size }),
    ]
    if (owners > 1) {
      const names = holdersOf(tree, at, namedHolders).map((image) => harmless(imageName(image)))
      const more = owners - names.length
      lines.push(more > 0 ? `${names.join('\n')}\n+${more}` : names.join('\n'))
    }
    if (layers === 0) lines.push(t('piece.unread'))
    if (heldBy !== undefined) lines.push(t(`heldBy.${heldBy}`))
    return { label: marked, name, spoken: lines.join('\n') }
  }

  return (piece) => {
    const bytes = bytesOf(piece.bytes)
    const plain = (name: string, label = name): Words => ({ label, name, spoken: `${name}, ${bytes}` })
    switch (piece.type) {
      case 'segment':
        return segment(piece.at, piece.bytes)
      case 'writable':
        return {
          ...plain(t('piece.writable', { name: harmless(piece.container.name) })),
          label: harmless(piece.container.name),
        }
      case 'others':
        return plain(
          t('images', { count: piece.count }),
          isAll(tree, piece) ? undefined : t('piece.others', { count: piece.count }),
        )
      case 'block':
        return plain(t(`block.${piece.kind}.name`))
      case 'layer': {
        const { index, step } = piece.layer
        const text = harmless(step?.createdBy.text ?? t('piece.layer', { number: index + 1 }))
        return plain(text)
      }
      case 'record':
        return plain(harmless(piece.record.description || piece.record.type))
      case 'volume':
        return plain(harmless(piece.volume.name))
      case 'rest':
        return plain(t('piece.rest', { count: piece.count }))
    }
  }
}

/** No branch beside it is drawn by itself: then nobody asks "others than which?". */
function isAll(tree: DiskTree, { below, count }: Extract<Piece, { type: 'others' }>): boolean {
  const above = below < 0 ? tree.roots : (tree.above[below] ?? [])
  return count === above.reduce((sum, at) => sum + (tree.page.segments[at]?.owners ?? 0), 0)
}
