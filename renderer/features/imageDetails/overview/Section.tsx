import { type ReactNode, useId } from 'react'

/** A part of the overview under its own heading. */
export function Section(props: {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="border-b border-line px-3 pt-2.5 pb-3 last:border-b-0">
      <div className="mb-1 flex min-h-6 items-center gap-2">
        <h3 id={id} className="m-0 min-w-0 flex-1 text-base font-semibold">
          {props.title}
        </h3>
        {props.aside}
      </div>
      {props.children}
    </section>
  )
}

export function Remark({ children }: { readonly children: ReactNode }) {
  return <p className="m-0 mt-0.5 text-sm text-muted [overflow-wrap:anywhere]">{children}</p>
}
