import type { WasteReport } from '@shared/domain/contents'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatExactBytes } from '../../../components'
import { usePercent } from './usePercent'

/** The number, what it means, and dive's number beside it. */
export function WasteSum({ report }: { readonly report: WasteReport }) {
  const { t, i18n } = useTranslation('waste')
  const percent = usePercent()
  const { stored, wasted, visible, findings, diveEfficiency, diveWasted } = report
  const bytes = (value: number): string => formatBytes(value, i18n.language)
  const words = {
    wasted: bytes(wasted),
    stored: bytes(stored),
    percent: percent(wasted / stored),
  }
  return (
    <section className="max-w-[980px] px-4 pt-3" data-selectable>
      <h3
        className="m-0 text-lg font-semibold"
        data-tip={`${formatExactBytes(wasted, i18n.language)} / ${formatExactBytes(stored, i18n.language)}`}
      >
        {wasted === 0 ? t('headlineNone', words) : t('headline', words)}
      </h3>
      <Bar share={wasted / stored} label={t('bar', { visible: bytes(visible), wasted: bytes(wasted) })} />
      <div className="mt-1.5 flex flex-wrap items-baseline gap-x-4 gap-y-0.5 text-sm text-muted">
        <Key colour="bg-cat-2" text={`${t('seen')} ${bytes(stored - wasted)}`} />
        <Key colour="layer-shared bg-warn" text={`${t('unseen')} ${bytes(wasted)}`} />
        <span className="flex-1" />
        <span
          tabIndex={0}
          data-tip={t('dive.why', { bytes: bytes(diveWasted) })}
          className="rounded-sm underline decoration-dotted underline-offset-2"
        >
          {t('dive.score', { percent: percent(diveEfficiency) })}
        </span>
      </div>
      <details className="mt-1.5 text-sm">
        <summary className="w-fit rounded-sm text-muted marker:text-faint hover:text-fg">
          {t('what.title')}
        </summary>
        <p className="m-0 mt-1 max-w-[760px]">{t('what.text')}</p>
        <p className="m-0 mt-1 max-w-[760px] text-muted">{t('what.sizes')}</p>
        <p className="m-0 mt-1 max-w-[760px] text-muted">{t('dive.why', { bytes: bytes(diveWasted) })}</p>
      </details>
      {wasted > 0 ? null : (
        <p className="m-0 mt-2 text-muted">
          {t('none.text')} {findings.length === 0 ? null : t('none.findings')}
        </p>
      )}
    </section>
  )
}

function Bar({ share, label }: { readonly share: number; readonly label: string }) {
  return (
    <div
      role="img"
      aria-label={label}
      className="mt-2 flex h-3 w-full overflow-hidden rounded-sm border border-line bg-cat-2"
    >
      <span className="flex-1" />
      {share === 0 ? null : (
        <span
          className="layer-shared min-w-0.5 border-l border-canvas bg-warn"
          style={{ width: `${share * 100}%` }}
        />
      )}
    </div>
  )
}

function Key({ colour, text }: { readonly colour: string; readonly text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className={`size-2.5 rounded-[2px] ${colour}`} />
      {text}
    </span>
  )
}
