import { Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** A quiet remark. */
export function Note({ children }: { readonly children: ReactNode }) {
  return (
    <p className="m-0 flex items-start gap-1.5 text-muted">
      <Info size={16} aria-hidden className="mt-0.5 shrink-0 text-faint" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  )
}

/** What a person should know before it is done. */
export function Warning({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" className="flex items-start gap-2 rounded-md bg-warn-soft px-2.5 py-2">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
    </div>
  )
}
