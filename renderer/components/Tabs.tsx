import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export type TabItem<K extends string> = {
  readonly key: K
  readonly label: string
  readonly count?: number
  readonly content: ReactNode
}

/** Only the chosen tab's content is mounted. */
export function Tabs<K extends string>({
  label,
  items,
  value,
  onChange,
}: {
  readonly label: string
  readonly items: readonly TabItem<K>[]
  readonly value: K
  readonly onChange: (key: K) => void
}) {
  const { i18n } = useTranslation()
  const choose = (key: string): void => {
    const item = items.find((candidate) => candidate.key === key)
    if (item !== undefined) onChange(item.key)
  }
  return (
    <Radix.Root value={value} onValueChange={choose} className="flex min-h-0 flex-1 flex-col">
      <Radix.List
        aria-label={label}
        className="flex h-8 shrink-0 gap-4 overflow-x-auto overflow-y-hidden border-b border-line px-3"
      >
        {items.map((item) => (
          <Radix.Trigger
            key={item.key}
            value={item.key}
            className="relative -mx-1 -mb-px flex h-8 items-center gap-1.5 border-b-2 px-1 border-transparent whitespace-nowrap text-muted -outline-offset-2 hover:text-fg data-[state=active]:border-accent data-[state=active]:text-fg"
          >
            {item.label}
            {item.count === undefined ? null : (
              <span className="text-sm text-faint">{item.count.toLocaleString(i18n.language)}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content
          key={item.key}
          value={item.key}
          className="flex min-h-0 flex-1 flex-col overflow-auto -outline-offset-2"
        >
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
