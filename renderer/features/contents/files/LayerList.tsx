import type { LayersView } from '@shared/domain/contents'
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, memo, useEffect, useId, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyLine, LayerLine } from './LayerLine'
import { moveLayer, type StackLine, stackLines } from './layerRows.logic'
import { useLayerWords } from './useLayerWords'

const layerHeight = 52
const emptyHeight = 20

/** The stack, base at the bottom: bars as wide as their bytes, and what each layer did to the files. */
export function LayerList(props: {
  readonly view: LayersView
  readonly chosen: number
  readonly onChoose: (layer: number) => void
  /** The pointer is on it. */
  readonly onNear: (layer: number) => void
}) {
  const { t } = useTranslation('contents')
  const { view, chosen, onChoose, onNear } = props
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => stackLines(view), [view])
  const most = useMemo(() => view.layers.reduce((max, { bytes }) => Math.max(max, bytes), 0), [view])
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.type === 'empty' ? emptyHeight : layerHeight),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
    initialRect: { width: 0, height: 800 },
  })
  const place = useMemo(
    () => lines.findIndex((line) => line.type === 'layer' && line.layer.position === chosen),
    [lines, chosen],
  )
  useEffect(() => {
    if (place !== -1 && !isInSight(virtualizer, place)) virtualizer.scrollToIndex(place, { align: 'auto' })
  }, [place, virtualizer])
  const onClick = (event: MouseEvent): void => {
    const layer = layerOf(event)
    if (layer !== undefined) onChoose(layer)
  }
  const onPointerOver = (event: MouseEvent): void => {
    const layer = layerOf(event)
    if (layer !== undefined) onNear(layer)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = event.altKey ? undefined : moveLayer(event.key, chosen, view.layers.length)
    if (next === undefined) return
    event.preventDefault()
    onChoose(next)
  }
  const items = virtualizer.getVirtualItems()
  const mounted = items.some((item) => item.index === place)
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={t('stack.label')}
      tabIndex={0}
      aria-activedescendant={mounted ? `${id}-${chosen}` : undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onPointerOver={onPointerOver}
      className="min-h-0 flex-1 overflow-auto -outline-offset-2"
    >
      <div role="presentation" className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const line = lines[item.index]
          if (line === undefined) return null
          const layer = line.type === 'layer' ? line.layer.position : undefined
          return (
            <LineOption
              key={line.key}
              id={layer === undefined ? undefined : `${id}-${layer}`}
              line={line}
              total={view.layers.length}
              selected={layer === chosen}
              place={item.index + 1}
              count={lines.length}
              top={item.start}
              height={item.size}
              most={most}
            />
          )
        })}
      </div>
    </div>
  )
}

/** Clicks and the pointer are heard by the list: a line carries its layer and no handler of its own. */
const LineOption = memo(function LineOption(props: {
  readonly id: string | undefined
  readonly line: StackLine
  readonly total: number
  readonly selected: boolean
  readonly place: number
  readonly count: number
  readonly top: number
  readonly height: number
  /** Bytes of the largest layer. */
  readonly most: number
}) {
  const { line, selected } = props
  const spoken = useSpoken(line, props.total)
  const layer = line.type === 'layer' ? line.layer.position : undefined
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus
    <div
      id={props.id}
      role="option"
      aria-selected={selected}
      aria-disabled={layer === undefined}
      aria-label={spoken}
      aria-posinset={props.place}
      aria-setsize={props.count}
      data-tip={spoken}
      data-layer={layer}
      className="absolute top-0 left-0 w-full aria-selected:bg-selected [&:not([aria-disabled=true]):not([aria-selected=true])]:hover:bg-hover/60"
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
    >
      {line.type === 'empty' ? (
        <EmptyLine line={line.line} />
      ) : (
        <LayerLine layer={line.layer} most={props.most} />
      )}
    </div>
  )
})

function layerOf({ target }: MouseEvent): number | undefined {
  const line = target instanceof Element ? target.closest('[data-layer]') : null
  return line === null ? undefined : Number(line.getAttribute('data-layer'))
}

/** By what is known of the layout: asking for it now would make it be laid out at once, with all rows that are new. */
function isInSight(list: Virtualizer<HTMLDivElement, Element>, index: number): boolean {
  const item = list.measurementsCache[index]
  const { scrollOffset, scrollRect } = list
  if (item === undefined || scrollOffset === null || scrollRect === null) return false
  return item.start >= scrollOffset && item.end <= scrollOffset + scrollRect.height
}

/** The line in words: for a screen reader, and for who hovers. */
function useSpoken(line: StackLine, total: number): string {
  const { t, i18n } = useTranslation('contents')
  const words = useLayerWords()
  if (line.type === 'empty')
    return t('stack.empty', { instruction: words.instruction(line.line.instruction) })
  const { layer } = line
  const number = (value: number): string => value.toLocaleString(i18n.language)
  const { added, changed, metadata, removed } = layer.changes
  const parts = [
    t('stack.layer', { number: layer.position + 1, total }),
    words.size(layer.bytes),
    added > 0 ? t('change.addedCount', { value: number(added) }) : '',
    changed > 0 ? t('change.changedCount', { value: number(changed) }) : '',
    metadata > 0 ? t('change.metadataCount', { value: number(metadata) }) : '',
    removed > 0 ? t('change.removedCount', { value: number(removed) }) : '',
    layer.wasted > 0 ? t('stack.wasted', { bytes: words.size(layer.wasted) }) : '',
    layer.sharedBy > 0 ? t('stack.shared', { count: layer.sharedBy }) : '',
    layer.isBase ? t('stack.base') : '',
    layer.oddities > 0 ? t('stack.oddities', { count: layer.oddities }) : '',
  ].filter((part) => part !== '')
  return `${parts.join(', ')}: ${words.instruction(layer.instruction)}`
}
