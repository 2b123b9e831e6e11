import { type ReactNode, useState } from 'react'
import { Button, type ButtonProps, IconButton, type IconButtonProps } from './Button'
import { later } from './later'
import type { MenuAnchor, MenuEntry } from './menuTypes'

const loadPopup = () => import('./MenuPopup')
const MenuPopup = later(async () => (await loadPopup()).MenuPopup)

/** Called once the window is at rest, so that the first menu opens at once. */
export function preloadMenus(): void {
  void loadPopup()
}

type OpenMenu = {
  readonly anchor: MenuAnchor
  readonly returnFocus: HTMLElement | null
}

export type MenuHandle = {
  readonly open: (at: Element | { readonly x: number; readonly y: number }) => void
  readonly isOpen: boolean
  /** To be rendered by whoever uses the menu. */
  readonly popup: ReactNode
}

function anchorOf(at: Element | { readonly x: number; readonly y: number }): MenuAnchor {
  if (!(at instanceof Element)) return { left: at.x, top: at.y, bottom: at.y }
  const { left, top, bottom } = at.getBoundingClientRect()
  return { left, top, bottom }
}

/** A menu for any place: `entries` is asked for while it is open, so ticks follow the state. */
export function useMenu(label: string, entries: () => readonly MenuEntry[]): MenuHandle {
  const [shown, setShown] = useState<OpenMenu>()
  return {
    isOpen: shown !== undefined,
    open: (at) => {
      const active = document.activeElement
      setShown({ anchor: anchorOf(at), returnFocus: active instanceof HTMLElement ? active : null })
    },
    popup:
      shown === undefined ? null : (
        <MenuPopup
          label={label}
          entries={entries()}
          anchor={shown.anchor}
          returnFocus={shown.returnFocus}
          onClose={() => setShown(undefined)}
        />
      ),
  }
}

export type MenuButtonProps = Omit<ButtonProps, 'onClick'> & {
  readonly menuLabel: string
  readonly entries: () => readonly MenuEntry[]
}

export function MenuButton({ menuLabel, entries, children, ...rest }: MenuButtonProps) {
  const menu = useMenu(menuLabel, entries)
  return (
    <>
      <Button
        {...rest}
        aria-haspopup="menu"
        aria-expanded={menu.isOpen}
        onClick={(event) => menu.open(event.currentTarget)}
      >
        {children}
      </Button>
      {menu.popup}
    </>
  )
}

export function MenuIconButton({
  entries,
  ...rest
}: Omit<IconButtonProps, 'onClick'> & { readonly entries: () => readonly MenuEntry[] }) {
  const menu = useMenu(rest.label, entries)
  return (
    <>
      <IconButton
        {...rest}
        aria-haspopup="menu"
        aria-expanded={menu.isOpen}
        onClick={(event) => menu.open(event.currentTarget)}
      />
      {menu.popup}
    </>
  )
}
