import { shortId } from '@shared/domain/digest'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { Mono, Note } from '../../../components'
import type { LoadName, LoadPlan } from './load.logic'

/** Names told one by one; of more than these the number says enough. */
const maxTold = 3

/** Every name that loading gives, and whom it costs a name. */
export function LoadNames({ plan, more }: { readonly plan: LoadPlan; readonly more: number }) {
  const { t } = useTranslation('transfers')
  const { names, nameless } = plan
  const moving = names.filter(({ becomes }) => becomes === 'moves')
  const others = [
    ...(nameless > 0 ? [t('load.nameless', { count: nameless })] : []),
    ...(more > 0 ? [t('load.more', { count: more })] : []),
  ]
  return (
    <div className="flex flex-col gap-2">
      <div>
        <div className="mb-1 text-sm text-muted">{t('load.names')}</div>
        <ul
          aria-label={t('load.names')}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
          tabIndex={0}
          className="m-0 max-h-[34vh] list-none overflow-auto rounded-md border border-line p-0 -outline-offset-2"
        >
          {names.map(({ familiar, becomes }) => (
            <li
              key={familiar}
              className="flex min-w-0 items-baseline gap-3 border-b border-line/60 px-2.5 py-1 last:border-b-0"
            >
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]" data-selectable>
                <Mono>{familiar}</Mono>
              </span>
              <span className="shrink-0 text-sm text-muted">{t(`load.${becomes}`)}</span>
            </li>
          ))}
          {others.map((text) => (
            <li key={text} className="border-b border-line/60 px-2.5 py-1 text-muted last:border-b-0">
              {text}
            </li>
          ))}
        </ul>
      </div>
      {moving.slice(0, maxTold).map((name) => (
        <Moves key={name.familiar} name={name} />
      ))}
      {moving.length > maxTold ? <Note>{t('load.andMore', { count: moving.length - maxTold })}</Note> : null}
    </div>
  )
}

function Moves({ name }: { readonly name: LoadName }) {
  const { t } = useTranslation('transfers')
  const { familiar, owner, dangles } = name
  if (owner === undefined) return null
  const words = { name: harmless(familiar), owner: shortId(owner.id) }
  return <Note>{t(dangles ? 'load.takesDangling' : 'load.takes', words)}</Note>
}
