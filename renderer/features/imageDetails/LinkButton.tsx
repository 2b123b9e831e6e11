import type { ReactNode } from 'react'

/** Leads to another image; looks like what it is. */
export function LinkButton({
  onClick,
  children,
}: {
  readonly onClick: () => void
  readonly children: ReactNode
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="max-w-full truncate rounded-sm text-left text-accent hover:underline"
    >
      {children}
    </button>
  )
}
