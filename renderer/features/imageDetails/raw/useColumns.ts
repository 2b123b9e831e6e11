import { type RefObject, useLayoutEffect, useState } from 'react'

const probeLength = 100

/** How many characters of the monospace font fit into a row, less what stands before the text. */
export function useColumns(box: RefObject<HTMLElement | null>, before: number): number {
  const [columns, setColumns] = useState(80)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const probe = document.createElement('span')
    probe.textContent = '0'.repeat(probeLength)
    probe.className = 'pointer-events-none invisible absolute font-mono text-sm'
    element.append(probe)
    const character = probe.getBoundingClientRect().width / probeLength
    probe.remove()
    const measure = (): void => {
      if (character > 0) setColumns(Math.max(20, Math.floor((element.clientWidth - 20) / character) - before))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [box, before])
  return columns
}
