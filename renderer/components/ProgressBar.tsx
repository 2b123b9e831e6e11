/** `value` of 0..1; without it the work goes on but its end is not known. */
export function ProgressBar({ value, label }: { readonly value?: number; readonly label: string }) {
  const share = value === undefined ? undefined : Math.min(1, Math.max(0, value))
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
      className="h-1 w-full overflow-hidden rounded-full bg-press"
    >
      <div
        className={
          share === undefined
            ? 'h-full w-1/3 animate-pulse rounded-full bg-accent'
            : 'h-full rounded-full bg-accent'
        }
        style={share === undefined ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  )
}
