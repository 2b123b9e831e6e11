import { assertNever } from '@shared/assertNever'
import type { AppCommand } from '@shared/domain/app'
import { useEffect } from 'react'
import { strata } from '../../api'
import { openImageFile } from './chooseImage'
import { dialogs } from './dialogs'
import { navigation } from './navigation'
import { openArchive } from './openArchive'
import { isCommandKey } from './platform'

/** The page's search field carries `data-search`. */
function focusSearch(): void {
  document.querySelector<HTMLInputElement>('[data-search]')?.focus()
}

function carryOut(command: AppCommand): void {
  switch (command.type) {
    case 'openPalette':
      return dialogs.open({ type: 'palette' })
    case 'focusSearch':
      return focusSearch()
    case 'openSettings':
      return navigation.goTo('settings')
    case 'openArchive':
      return openArchive('load')
    case 'openImageFile':
      return openImageFile('archive')
    case 'openLayout':
      return openImageFile('layout')
    case 'openRegistryImage':
      return dialogs.open({ type: 'registryImage', to: 'contents' })
    case 'openCompare':
      return navigation.goTo('compare')
    case 'openActivity':
      return navigation.goTo('activity')
    default:
      return assertNever(command)
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input:not([type=checkbox]), textarea, select') !== null
  )
}

/** Keys and menu commands that work everywhere in the window. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const inDialog = document.querySelector('[role=dialog]') !== null
      if (isCommandKey(event) && !event.shiftKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        if (!inDialog) dialogs.open({ type: 'palette' })
      } else if (isCommandKey(event) && event.key === ',') {
        event.preventDefault()
        if (!inDialog) navigation.goTo('settings')
      } else if (event.key === '/' && !isTyping(event.target) && !inDialog) {
        event.preventDefault()
        focusSearch()
      }
    }
    document.addEventListener('keydown', onKey)
    const stop = strata().app.onCommand(carryOut)
    return () => {
      document.removeEventListener('keydown', onKey)
      stop()
    }
  }, [])
}
