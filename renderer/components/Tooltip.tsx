import { harmless } from '@shared/text'
import { cloneElement, type ReactElement, useEffect, useRef, useState } from 'react'

type Hint = { readonly text: string; readonly left: number; readonly top: number; readonly above: boolean }

const delayMs = 450

/** Gives its child a tooltip. It costs an attribute: one layer (TooltipLayer) shows them all, so every row may have some. */
export function Tooltip({
  text,
  children,
}: {
  readonly text: string | undefined
  readonly children: ReactElement<{ 'data-tip'?: string }>
}) {
  return text === undefined || text === '' ? children : cloneElement(children, { 'data-tip': text })
}

function hintFor(target: Element): Hint | undefined {
  const text = target.getAttribute('data-tip')
  if (text === null || text === '') return undefined
  const box = target.getBoundingClientRect()
  const above = box.bottom + 44 > window.innerHeight
  // A tip often is the whole of a text that was cut: it comes from outside too.
  return {
    text: harmless(text, { keepNewlines: true }),
    left: box.left + box.width / 2,
    top: above ? box.top - 6 : box.bottom + 6,
    above,
  }
}

/** Mounted once, at the top of the window. */
export function TooltipLayer() {
  const [hint, setHint] = useState<Hint>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let current: Element | null = null
    const hide = (): void => {
      clearTimeout(timer)
      current = null
      setHint(undefined)
    }
    const show = (event: Event): void => {
      const target = event.target instanceof Element ? event.target.closest('[data-tip]') : null
      if (target === current) return
      hide()
      if (target === null) return
      // Focus by mouse is not a wish to read.
      if (event.type === 'focusin' && !target.matches(':focus-visible')) return
      current = target
      timer = setTimeout(() => setHint(target.isConnected ? hintFor(target) : undefined), delayMs)
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide()
    }
    document.addEventListener('pointerover', show)
    document.addEventListener('focusin', show)
    document.addEventListener('focusout', hide)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('scroll', hide, true)
    document.addEventListener('keydown', onKey)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('pointerover', show)
      document.removeEventListener('focusin', show)
      document.removeEventListener('focusout', hide)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('scroll', hide, true)
      document.removeEventListener('keydown', onKey)
    }
  }, [])
  return hint === undefined ? null : <HintBubble hint={hint} />
}

function HintBubble({ hint }: { readonly hint: Hint }) {
  const ref = useRef<HTMLDivElement>(null)
  const [shift, setShift] = useState(0)
  useEffect(() => {
    const box = ref.current?.getBoundingClientRect()
    if (box === undefined) return
    const over = Math.min(0, window.innerWidth - 8 - (hint.left + box.width / 2))
    const under = Math.max(0, 8 - (hint.left - box.width / 2))
    setShift(over + under)
  }, [hint])
  return (
    <div
      ref={ref}
      role="tooltip"
      className="pointer-events-none fixed z-50 max-w-[420px] rounded-sm border border-line bg-overlay px-2 py-1 text-sm text-fg shadow-overlay whitespace-pre-line [overflow-wrap:anywhere]"
      style={{
        left: hint.left + shift,
        top: hint.top,
        transform: `translate(-50%, ${hint.above ? '-100%' : '0'})`,
      }}
    >
      {hint.text}
    </div>
  )
}
