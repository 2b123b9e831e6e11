import { useEffect, useState } from 'react'

/** What is being dragged over the window: known before it is let go. */
export type Dragged = 'files' | 'text'

/** A dialog is answered first: nothing is taken while one is open. */
function isBusy(): boolean {
  return document.querySelector('[role=dialog]') !== null
}

function draggedBy(event: DragEvent): Dragged | undefined {
  const types = event.dataTransfer?.types ?? []
  if (types.includes('Files')) return 'files'
  // Text dragged within a field is the field's own.
  const inField = event.target instanceof Element && event.target.closest('input, textarea') !== null
  return types.includes('text/plain') && !inField ? 'text' : undefined
}

/** Files go through the preload to main, which answers with grants (`files.onDropped`); text is handed over here. */
export function useWindowDrag(onText: (text: string) => void): Dragged | undefined {
  const [dragged, setDragged] = useState<Dragged>()
  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      const what = draggedBy(event)
      if (what === undefined || event.dataTransfer === null) return
      event.preventDefault()
      event.dataTransfer.dropEffect = isBusy() ? 'none' : 'copy'
      setDragged(isBusy() ? undefined : what)
    }
    const onLeave = (event: DragEvent): void => {
      // From one element to the next there is something to go to; out of the window there is not.
      if (event.relatedTarget === null) setDragged(undefined)
    }
    const onDrop = (event: DragEvent): void => {
      const what = draggedBy(event)
      setDragged(undefined)
      if (what === undefined) return
      event.preventDefault()
      if (what === 'text' && !isBusy()) onText(event.dataTransfer?.getData('text/plain') ?? '')
    }
    const onEnd = (): void => setDragged(undefined)
    window.addEventListener('dragenter', onOver)
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    window.addEventListener('dragend', onEnd)
    return () => {
      window.removeEventListener('dragenter', onOver)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('dragend', onEnd)
    }
  }, [onText])
  return dragged
}
