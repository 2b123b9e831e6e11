import type { ContentLayer, DockerfileLine, Instruction } from '@shared/domain/contents'
import { cut } from '@shared/text'
import { Copy, Recycle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Bytes, cx, formatBytes, Untrusted } from '../../../components'
import { barShare, splitInstruction } from './layerRows.logic'

/** Characters that a line can show. */
const shownCharacters = 300

/** A layer: its instruction and bytes, a bar, and what it did to the files below it. */
export function LayerLine({ layer, most }: { readonly layer: ContentLayer; readonly most: number }) {
  const { i18n } = useTranslation('contents')
  const { position, bytes, wasted, sharedBy, isBase, changes } = layer
  return (
    <div className="grid h-full grid-cols-[26px_minmax(0,1fr)_auto] content-center gap-x-2 px-2">
      <span className="text-right text-sm text-muted">{position + 1}</span>
      <InstructionText instruction={layer.instruction} />
      <Bytes value={bytes} />
      <span />
      <span className="col-span-2 flex h-4 min-w-0 items-center gap-2 text-sm">
        <span aria-hidden className="flex h-2 w-1/3 shrink-0 overflow-hidden rounded-[2px] bg-press/60">
          <span
            className={cx(
              'h-full rounded-[2px]',
              isBase ? 'bg-cat-10' : 'bg-cat-2',
              sharedBy > 0 && 'layer-shared',
            )}
            style={{ width: `${barShare(bytes, most) * 100}%` }}
          />
        </span>
        {/* From the right: what has no room is left out whole, the counts last. */}
        <span className="flex h-4 min-w-0 flex-1 flex-row-reverse flex-wrap gap-x-2 overflow-hidden">
          <Counts changes={changes} />
          {sharedBy > 0 ? (
            <span className="flex h-4 shrink-0 items-center gap-0.5 text-muted">
              <Copy size={12} aria-hidden />
              {sharedBy}
            </span>
          ) : null}
          {wasted > 0 ? (
            <span className="flex h-4 shrink-0 items-center gap-0.5 text-warn">
              <Recycle size={12} aria-hidden />
              {formatBytes(wasted, i18n.language)}
            </span>
          ) : null}
        </span>
      </span>
    </div>
  )
}

/** A step that made no layer. */
export function EmptyLine({ line }: { readonly line: DockerfileLine }) {
  return (
    <div className="grid h-full grid-cols-[26px_minmax(0,1fr)] items-center gap-x-2 px-2 text-muted">
      <span className="border-t border-dashed border-line-strong" />
      <InstructionText instruction={line.instruction} />
    </div>
  )
}

function Counts({ changes }: { readonly changes: ContentLayer['changes'] }) {
  const { i18n } = useTranslation()
  const number = (value: number): string =>
    value.toLocaleString(i18n.language, { notation: value >= 10_000 ? 'compact' : 'standard' })
  const changed = changes.changed + changes.metadata
  return (
    <span className="flex h-4 shrink-0 items-center gap-1.5">
      {changes.added === 0 ? null : <span className="text-ok">+{number(changes.added)}</span>}
      {changed === 0 ? null : <span className="text-warn">~{number(changed)}</span>}
      {changes.removed === 0 ? null : <span className="text-danger">−{number(changes.removed)}</span>}
    </span>
  )
}

function InstructionText({ instruction }: { readonly instruction: Instruction | undefined }) {
  const { t } = useTranslation('contents')
  if (instruction === undefined)
    return <span className="clip text-sm text-muted italic">{t('stack.noInstruction')}</span>
  const { keyword, rest } = splitInstruction(instruction.text.text, instruction.keyword)
  return (
    <code className="clip font-mono text-sm leading-5">
      {keyword === '' ? null : <span className="font-semibold">{keyword} </span>}
      <Untrusted text={cut(rest, shownCharacters)} />
    </code>
  )
}
