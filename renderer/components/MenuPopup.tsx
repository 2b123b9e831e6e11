import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import { cx } from './cx'
import type { MenuAnchor, MenuEntry } from './menuTypes'

const panel =
  'z-40 min-w-[200px] max-w-[340px] max-h-(--radix-dropdown-menu-content-available-height) overflow-auto rounded-md border border-line bg-overlay p-1 shadow-overlay outline-none'
const line =
  'flex h-7 items-center gap-2 rounded-sm px-2 outline-none select-none data-[highlighted]:bg-press data-[disabled]:opacity-50'

function Entries({ entries }: { readonly entries: readonly MenuEntry[] }) {
  return entries.map((entry, index) => <Entry key={keyOf(entry, index)} entry={entry} />)
}

function keyOf(entry: MenuEntry, index: number): string {
  return entry.type === 'separator' ? `separator-${index}` : `${entry.type}-${entry.label}`
}

function Entry({ entry }: { readonly entry: MenuEntry }) {
  if (entry.type === 'separator') return <Radix.Separator className="mx-1 my-1 h-px bg-line" />
  if (entry.type === 'heading')
    return <Radix.Label className="px-2 pt-1.5 pb-0.5 text-sm text-faint">{entry.label}</Radix.Label>
  if (entry.type === 'check')
    return (
      <Radix.CheckboxItem
        checked={entry.checked}
        disabled={entry.disabled ?? false}
        onCheckedChange={entry.onChange}
        onSelect={(event) => event.preventDefault()}
        className={line}
      >
        <span className="flex w-4 shrink-0 justify-center">
          <Radix.ItemIndicator>
            <Check size={14} aria-hidden />
          </Radix.ItemIndicator>
        </span>
        <span className="clip">{entry.label}</span>
      </Radix.CheckboxItem>
    )
  if (entry.type === 'submenu')
    return (
      <Radix.Sub>
        <Radix.SubTrigger className={line}>
          <span className="flex w-4 shrink-0 justify-center text-muted">
            {entry.icon === undefined ? null : <entry.icon size={16} aria-hidden />}
          </span>
          <span className="clip flex-1">{entry.label}</span>
          <ChevronRight size={14} aria-hidden className="text-faint" />
        </Radix.SubTrigger>
        <Radix.Portal>
          <Radix.SubContent sideOffset={4} alignOffset={-5} collisionPadding={8} className={panel}>
            <Entries entries={entry.entries} />
          </Radix.SubContent>
        </Radix.Portal>
      </Radix.Sub>
    )
  return (
    <Radix.Item
      disabled={entry.disabled ?? false}
      onSelect={entry.onSelect}
      className={cx(line, entry.danger === true && 'text-danger')}
    >
      <span className={cx('flex w-4 shrink-0 justify-center', entry.danger !== true && 'text-muted')}>
        {entry.icon === undefined ? null : <entry.icon size={16} aria-hidden />}
      </span>
      <span className="clip flex-1">{entry.label}</span>
      {entry.shortcut === undefined ? null : (
        <span className="pl-4 text-sm text-faint" aria-hidden>
          {entry.shortcut}
        </span>
      )}
    </Radix.Item>
  )
}

/** Loaded with the first menu that opens. */
export function MenuPopup({
  label,
  entries,
  anchor,
  onClose,
  returnFocus,
}: {
  readonly label: string
  readonly entries: readonly MenuEntry[]
  readonly anchor: MenuAnchor
  readonly onClose: () => void
  readonly returnFocus: HTMLElement | null
}) {
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Trigger
        tabIndex={-1}
        aria-hidden
        className="pointer-events-none fixed w-0 opacity-0"
        style={{ left: anchor.left, top: anchor.top, height: anchor.bottom - anchor.top }}
      />
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          side="bottom"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // An action may have put the focus somewhere already, for example into a dialog.
            if (document.activeElement === null || document.activeElement === document.body)
              returnFocus?.focus()
          }}
          className={panel}
        >
          <Entries entries={entries} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
