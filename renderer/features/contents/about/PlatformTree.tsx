import { assertNever } from '@shared/assertNever'
import type { OpenedImage, PlatformNode } from '@shared/domain/contents'
import { shortId } from '@shared/domain/digest'
import { harmless } from '@shared/text'
import { BadgeCheck, Box, CircleDashed, FileQuestion, Layers } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, Button, Bytes, cx, Mono, Untrusted } from '../../../components'
import { type ContentsPlace, navigation } from '../../frame'
import { linesOf, type PlatformLine, shownId } from '../platforms.logic'

const most = 500
const icons = {
  index: Layers,
  image: Box,
  attestation: BadgeCheck,
  missing: CircleDashed,
  other: FileQuestion,
} as const

/** What an index leads to; what is not here is grey and says why. An engine opens images by its own ids, never by those of the tree. */
export function PlatformTree(props: {
  readonly tree: readonly PlatformNode[]
  readonly image: OpenedImage
  readonly open: ContentsPlace
}) {
  const lines = linesOf(props.tree).slice(0, most)
  return (
    <ul className="m-0 list-none rounded-md border border-line p-0">
      {lines.map((line) => (
        <Line key={line.key} line={line} image={props.image} open={props.open} />
      ))}
    </ul>
  )
}

function Line(props: {
  readonly line: PlatformLine
  readonly image: OpenedImage
  readonly open: ContentsPlace
}) {
  const { t } = useTranslation('contents')
  const { line, image, open } = props
  const { node, depth } = line
  const Icon = icons[node.type]
  const id = node.type === 'image' ? node.id : undefined
  return (
    <li
      className={cx(
        'flex min-h-8 items-center gap-2 border-b border-line px-2 last:border-b-0',
        (node.type === 'missing' || node.type === 'other') && 'text-muted',
      )}
      style={{ paddingLeft: 8 + depth * 20 }}
    >
      <Icon size={16} aria-hidden className="shrink-0 text-faint" />
      <span className="min-w-0 flex-1 py-1 [overflow-wrap:anywhere]">
        <NodeWords node={node} />
      </span>
      {node.descriptor === undefined ? null : <Mono muted>{shortId(node.descriptor.digest)}</Mono>}
      <span className="w-[70px] shrink-0 text-right text-sm text-muted">
        {node.descriptor === undefined ? null : <Bytes value={node.descriptor.size} />}
      </span>
      <span className="flex w-[84px] shrink-0 justify-end">
        {id === undefined ? null : id === shownId(image) ? (
          <Badge tone="accent">{t('platform.shown')}</Badge>
        ) : image.place === 'engine' ? null : (
          <Button
            size="small"
            onClick={() => navigation.openContents({ place: open.place, choice: id, tab: open.tab })}
          >
            {t('platform.open')}
          </Button>
        )}
      </span>
    </li>
  )
}

function NodeWords({ node }: { readonly node: PlatformNode }) {
  const { t } = useTranslation('contents')
  switch (node.type) {
    case 'index':
      return (
        <>
          {t('platform.index')} <Names references={node.references} />
        </>
      )
    case 'image':
      return (
        <>
          {node.platform === undefined ? t('platform.unknown') : <Untrusted text={node.platform} />}{' '}
          <Names references={node.references} />
          {node.id === undefined ? <span className="text-muted"> · {t('platform.unreadable')}</span> : null}
        </>
      )
    case 'attestation':
      return (
        <span data-tip={t('platform.attestationWhy')}>
          {node.of === undefined
            ? t('platform.attestation')
            : t('platform.attestationOf', { of: harmless(shortId(node.of)) })}
        </span>
      )
    case 'missing':
      return (
        <span data-tip={t('platform.missingWhy')}>
          {node.platform === undefined ? t('platform.unknown') : <Untrusted text={node.platform} />} ·{' '}
          {t('platform.missing')}
        </span>
      )
    case 'other':
      return <>{t(`platform.${node.reason === 'unreadable' ? 'unreadableNode' : node.reason}`)}</>
    default:
      return assertNever(node)
  }
}

function Names({ references }: { readonly references: readonly string[] }) {
  return references.slice(0, 5).map((reference) => (
    <span key={reference} className="mr-1.5">
      <Mono>{reference}</Mono>
    </span>
  ))
}
