import type { ReactNode } from 'react'

/** Terms and what they are, one below the other: the values of all such lists begin at the same place. */
export function Facts({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return (
    <dl aria-label={label} className="m-0 grid grid-cols-[112px_minmax(0,1fr)] content-start gap-x-3 gap-y-1">
      {children}
    </dl>
  )
}

export function Fact(props: {
  readonly label: string
  /** What the term means. */
  readonly tip?: string
  readonly children: ReactNode
}) {
  return (
    <>
      <dt className="text-muted [overflow-wrap:anywhere]" data-tip={props.tip}>
        {props.label}
      </dt>
      <dd className="m-0 min-w-0 [overflow-wrap:anywhere]" data-selectable>
        {props.children}
      </dd>
    </>
  )
}
