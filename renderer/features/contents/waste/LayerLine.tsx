import { useTranslation } from 'react-i18next'
import { Untrusted } from '../../../components'

/** A layer and the instruction that made it; leads to what it changes. */
export function LayerLine(props: {
  readonly label: string
  readonly position: number
  readonly text: string | undefined
  readonly onShow: (position: number) => void
}) {
  const { t } = useTranslation('waste')
  const { label, position, text, onShow } = props
  const number = position + 1
  return (
    <>
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="m-0 flex min-w-0 items-baseline gap-2">
        <button
          type="button"
          aria-label={t('findings.goToLayer', { number })}
          onClick={() => onShow(position)}
          className="shrink-0 rounded-sm text-sm text-accent hover:underline"
        >
          {t('findings.layer', { number })}
        </button>
        {text === undefined ? (
          <span className="text-sm text-faint italic">{t('findings.unknown')}</span>
        ) : (
          <code className="line-clamp-2 min-w-0 font-mono text-sm [overflow-wrap:anywhere]" data-tip={text}>
            <Untrusted text={text} />
          </code>
        )}
      </dd>
    </>
  )
}
