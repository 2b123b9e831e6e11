import type { LucideIcon } from 'lucide-react'

export type MenuEntry =
  | {
      readonly type: 'item'
      readonly label: string
      readonly icon?: LucideIcon
      readonly shortcut?: string
      readonly danger?: boolean
      readonly disabled?: boolean
      readonly onSelect: () => void
    }
  /** Stays open, so that several can be ticked. */
  | {
      readonly type: 'check'
      readonly label: string
      readonly checked: boolean
      readonly disabled?: boolean
      readonly onChange: (checked: boolean) => void
    }
  | {
      readonly type: 'submenu'
      readonly label: string
      readonly icon?: LucideIcon
      readonly entries: readonly MenuEntry[]
    }
  | { readonly type: 'heading'; readonly label: string }
  | { readonly type: 'separator' }

/** Where a menu opens: at a point (context menu) or under an element (drop-down). */
export type MenuAnchor = { readonly left: number; readonly top: number; readonly bottom: number }
