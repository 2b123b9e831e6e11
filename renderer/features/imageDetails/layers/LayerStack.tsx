import type { ImageLayers } from '@shared/domain/imageLayers'
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../../components'
import { moveTo, type StackGroup, stackGroups } from './layers.logic'
import { EmptyRow, LayerRow } from './StackRows'

/** The newest on top, the base at the bottom; each slab as high as its bytes. */
export function LayerStack(props: {
  readonly stack: ImageLayers
  readonly chosen: number | undefined
  readonly onChoose: (index: number) => void
}) {
  const { t } = useTranslation('layers')
  const { stack, chosen, onChoose } = props
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const groups = useMemo(() => stackGroups(stack), [stack])
  const hidden = stack.layerCount - stack.layers.length
  const hiddenSteps = stack.emptyCount - stack.emptySteps.length

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = moveTo(event.key, chosen, stack.layers.length)
    if (next === undefined) return
    event.preventDefault()
    onChoose(next)
  }

  // The detail takes room from the list: what was chosen comes back into sight once both are laid out.
  useLayoutEffect(() => {
    if (chosen !== undefined)
      list.current?.querySelector(`[data-layer="${chosen}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])

  return (
    <div className="min-h-24 flex-1 overflow-auto border-t border-line -outline-offset-2 has-[[role=listbox]:focus-visible]:outline-2 has-[[role=listbox]:focus-visible]:outline-focus">
      {hidden > 0 ? <p className="m-0 px-3 py-1 text-sm text-muted">{t('more', { count: hidden })}</p> : null}
      <div
        ref={list}
        role="listbox"
        aria-label={t('list')}
        tabIndex={0}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen}`}
        onKeyDown={onKeyDown}
        className="outline-none!"
      >
        {groups.map((group) => (
          <Group key={group.part} group={group} stack={stack} id={id} chosen={chosen} onChoose={onChoose} />
        ))}
      </div>
      {hiddenSteps > 0 ? (
        <p className="m-0 px-3 py-1 text-sm text-muted">{t('emptyMore', { count: hiddenSteps })}</p>
      ) : null}
    </div>
  )
}

function Group(props: {
  readonly group: StackGroup
  readonly stack: ImageLayers
  readonly id: string
  readonly chosen: number | undefined
  readonly onChoose: (index: number) => void
}) {
  const { t, i18n } = useTranslation('layers')
  const { group, stack, id, chosen, onChoose } = props
  const guess = group.part === 'base' && stack.base?.known === 'chain'
  const title = t(guess ? 'group.baseGuess' : `group.${group.part}`)
  const count = t('count', { count: group.layerCount })
  const bytes = group.bytes === undefined ? t('bytesUnknown') : formatBytes(group.bytes, i18n.language)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox has no element of its own
    <div role="group" aria-label={`${title}, ${count}, ${bytes}`}>
      {group.part === 'all' ? null : (
        <div
          aria-hidden
          className="sticky top-0 z-10 flex h-6 items-center gap-2 border-y border-line bg-raised px-3 text-sm text-muted first:border-t-0"
        >
          <span className="clip flex-1 font-semibold text-fg">{title}</span>
          <span>{count}</span>
          <span className="min-w-[62px] text-right">{bytes}</span>
        </div>
      )}
      <div role="presentation" className="py-0.5">
        {group.rows.map((row) =>
          row.type === 'empty' ? (
            <EmptyRow key={row.key} step={row.step} height={row.height} />
          ) : (
            <LayerRow
              key={row.layer.index}
              id={`${id}-${row.layer.index}`}
              layer={row.layer}
              height={row.height}
              layerCount={stack.layerCount}
              selected={row.layer.index === chosen}
              onChoose={onChoose}
            />
          ),
        )}
      </div>
    </div>
  )
}
