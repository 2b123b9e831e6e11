import { ChevronRight } from 'lucide-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { type DiskTree, pathTo } from '../tree.logic'
import { useWords } from '../useWords'
import type { Focus } from './pieces.logic'

type Step = { readonly label: string; readonly focus: Focus }

/** The way back out, one step each. */
export function Trail(props: {
  readonly tree: DiskTree
  readonly focus: Focus
  readonly onFocus: (focus: Focus) => void
}) {
  const { t } = useTranslation('disk')
  const { tree, focus, onFocus } = props
  const words = useWords(tree)
  const nameOf = (at: number) => words({ type: 'segment', at, bytes: 0, hue: 0 }).name
  const inside: readonly Step[] =
    focus.type === 'all'
      ? []
      : focus.type === 'block'
        ? [{ label: t(`block.${focus.kind}.name`), focus }]
        : pathTo(tree, focus.at).map((at): Step => ({ label: nameOf(at), focus: { type: 'segment', at } }))
  const layers: readonly Step[] = focus.type === 'layers' ? [{ label: t('picture.layers'), focus }] : []
  const steps: readonly Step[] = [{ label: t('picture.all'), focus: { type: 'all' } }, ...inside, ...layers]
  return (
    <nav aria-label={t('picture.trail')} className="flex min-w-0 flex-1 items-center gap-0.5 text-sm">
      {steps.map((step, index) => (
        <Fragment key={`${index} ${step.label}`}>
          {index === 0 ? null : <ChevronRight size={12} aria-hidden className="shrink-0 text-faint" />}
          {index === steps.length - 1 ? (
            <span aria-current="location" className="clip isolate-text px-1 font-semibold">
              {step.label}
            </span>
          ) : (
            <button
              type="button"
              onClick={() => onFocus(step.focus)}
              className="clip isolate-text max-w-60 min-w-8 rounded-sm px-1 text-accent hover:underline"
            >
              {step.label}
            </button>
          )}
        </Fragment>
      ))}
    </nav>
  )
}
