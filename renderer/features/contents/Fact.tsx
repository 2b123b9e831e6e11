import type { ReactNode } from 'react'

/** One line of a list of terms (`dl`). */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="m-0 min-w-0 [overflow-wrap:anywhere]" data-selectable>
        {children}
      </dd>
    </>
  )
}
