import { type RefObject, useLayoutEffect, useState } from 'react'

/** Inner width of an element, kept as it changes; 0 before it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  return useSize(element).width
}

/** The same with its height. */
export function useSize(element: RefObject<HTMLElement | null>): {
  readonly width: number
  readonly height: number
} {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const box = element.current
    if (box === null) return
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = box
      setSize((now) => (now.width === width && now.height === height ? now : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    return () => observer.disconnect()
  }, [element])
  return size
}
