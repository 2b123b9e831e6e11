import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clampSide } from './splitPane.logic'

/** A main part and a side of its own width, at the right. Arrow keys, Home and End move the border too. */
export function SplitPane(props: {
  readonly main: ReactNode
  readonly side: ReactNode | undefined
  readonly width: number
  /** Told once, when the border is let go. */
  readonly onWidth: (width: number) => void
  readonly minSide?: number
  readonly minMain?: number
}) {
  const { t } = useTranslation()
  const { main, side, onWidth, minSide = 280, minMain = 320 } = props
  const box = useRef<HTMLDivElement>(null)
  const [dragged, setDragged] = useState<number>()
  const wanted = dragged ?? props.width

  const fit = (width: number): number => clampSide(width, box.current?.clientWidth ?? 0, minSide, minMain)
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setDragged(fit(props.width))
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const right = box.current?.getBoundingClientRect().right
    if (dragged !== undefined && right !== undefined) setDragged(fit(right - event.clientX))
  }
  const onPointerUp = (): void => {
    if (dragged !== undefined) onWidth(dragged)
    setDragged(undefined)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = { ArrowLeft: wanted + 16, ArrowRight: wanted - 16, Home: minSide, End: 4096 }[event.key]
    if (next === undefined) return
    event.preventDefault()
    onWidth(fit(next))
  }

  return (
    <div ref={box} className="flex min-h-0 min-w-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">{main}</div>
      {side === undefined ? null : (
        <>
          {/* An hr can't be moved */}
          <div
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
          <div
            className="flex min-h-0 shrink-0 flex-col"
            style={{ width: wanted, minWidth: minSide, maxWidth: `calc(100% - ${minMain}px)` }}
          >
            {side}
          </div>
        </>
      )}
    </div>
  )
}
