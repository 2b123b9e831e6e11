import { cx } from '../../../components'

const fills = { own: 'bg-cat-2', base: 'bg-cat-10' } as const

/** The layer itself: its colour says whose it is, the stripes that others have it too. */
export function Slab(props: {
  readonly part: keyof typeof fills
  readonly shared: boolean
  readonly known: boolean
}) {
  return (
    <span
      aria-hidden
      className={cx(
        'block h-full w-full rounded-[2px]',
        props.known ? fills[props.part] : 'border border-dashed border-line-strong',
        props.shared && 'layer-shared',
      )}
    />
  )
}

/** The same in the legend. */
export function Swatch({ kind }: { readonly kind: 'own' | 'base' | 'shared' | undefined }) {
  return (
    <span
      aria-hidden
      className={cx(
        'inline-block size-2.5 shrink-0 rounded-[2px]',
        kind === 'shared' ? 'layer-shared bg-line-strong' : kind && fills[kind],
      )}
    />
  )
}
