import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clampSide } from './splitPane.logic'

/** A main part and a side of its own width, at the right if nothing else is said. Arrow keys, Home and End move the border too. */
export function SplitPane(props: {
  readonly main: ReactNode
  readonly side: ReactNode | undefined
  readonly width: number
  /** Told once, when the border is let go. */
  readonly onWidth: (width: number) => void
  readonly minSide?: number
  readonly minMain?: number
  readonly at?: 'left' | 'right'
}) {
  const { t } = useTranslation()
  const { main, side, onWidth, minSide = 280, minMain = 320, at = 'right' } = props
  const box = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<number>()
  const wanted = dragged ?? props.width

  const fit = (width: number): number => clampSide(width, box.current?.clientWidth ?? 0, minSide, minMain)
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setDragged(fit(props.width))
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const edges = box.current?.getBoundingClientRect()
    if (dragged === undefined || edges === undefined) return
    setDragged(fit(at === 'right' ? edges.right - event.clientX : event.clientX - edges.left))
  }
  const onPointerUp = (): void => {
    if (dragged !== undefined) onWidth(dragged)
    setDragged(undefined)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = at === 'right' ? 16 : -16
    const next = { ArrowLeft: wanted + step, ArrowRight: wanted - step, Home: minSide, End: 4096 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    onWidth(fit(next))
  }

  const mainPart = (
    <div key="main" className="flex min-h-0 min-w-0 flex-1 flex-col">
      {main}
    </div>
  )
  const border = (
    // An hr can't be moved
    <div
      key="border"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('resizePanel')}
      aria-valuenow={Math.round(wanted)}
      aria-valuemin={minSide}
      aria-valuemax={4096}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
      className="relative z-10 -mr-[3px] -ml-[2px] w-[5px] shrink-0 cursor-col-resize touch-none before:absolute before:inset-y-0 before:left-[2px] before:w-px before:bg-line hover:before:w-[2px] hover:before:bg-accent"
    />
  )
  const sidePart = (
    <div
      key="side"
      className="flex min-h-0 shrink-0 flex-col"
      style={{ width: wanted, minWidth: minSide, maxWidth: `calc(100% - ${minMain}px)` }}
    >
      {side}
    </div>
  )
  // The order is the one in which the keyboard goes through them.
  const parts =
    side === undefined
      ? [mainPart]
      : at === 'left'
        ? [sidePart, border, mainPart]
        : [mainPart, border, sidePart]
  return (
    <div ref={box} className="flex min-h-0 min-w-0 flex-1">
      {parts}
    </div>
  )
}
