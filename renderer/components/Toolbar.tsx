import type { ReactNode } from 'react'

/** The 44 px at the top of a page: what it is, how to search it, what to do. */
export function Toolbar({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line px-3">
      <h1 className="mr-1 text-lg font-semibold whitespace-nowrap">{title}</h1>
      {children}
    </header>
  )
}
