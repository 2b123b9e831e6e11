import { type ReactNode, useId } from 'react'

/** A part of the form with its heading; `aside` stands at the heading's end. */
export function Section(props: {
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const { title, aside, children } = props
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2">
      <div className="flex min-w-0 items-baseline gap-3 border-b border-line pb-1">
        <h3 id={id} className="m-0 text-base font-semibold">
          {title}
        </h3>
        {aside === undefined ? null : <div className="min-w-0 flex-1 text-sm text-muted">{aside}</div>}
      </div>
      {children}
    </section>
  )
}
