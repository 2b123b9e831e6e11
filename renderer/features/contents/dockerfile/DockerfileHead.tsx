import type { LayersView } from '@shared/domain/contents'
import { harmless } from '@shared/text'
import { Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { errorOf, strata, unwrap } from '../../../api'
import { Button, formatBytes, showToast, useErrorText } from '../../../components'
import { asText, baseSums, isGuess } from './dockerfile.logic'

/** "235 of 275 MB is the base": a guess is called one. */
export function DockerfileHead({ view, name }: { readonly view: LayersView; readonly name: string }) {
  const { t, i18n } = useTranslation('dockerfile')
  const copy = useCopyText(view, name)
  const { base, layers } = view
  const sums = baseSums(view)
  const bytes = (value: number): string => formatBytes(value, i18n.language)
  const words = { base: bytes(sums.base), total: bytes(sums.total), name: harmless(base?.name ?? '') }
  const share = sums.total > 0 ? sums.base / sums.total : 0
  return (
    <div className="shrink-0 px-4 pt-2.5 pb-2">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-80" data-selectable>
          <p className="m-0 font-semibold [overflow-wrap:anywhere]">
            {base === undefined
              ? t('base.none', { total: words.total, layers: t('base.layers', { count: layers.length }) })
              : base.name === undefined
                ? t('base.unnamed', words)
                : t(isGuess(base) ? 'base.guess' : 'base.known', words)}
          </p>
          {base === undefined ? null : (
            <div className="mt-1 flex h-1.5 max-w-[560px] overflow-hidden rounded-full bg-cat-2" aria-hidden>
              <div className="h-full border-r border-canvas bg-cat-10" style={{ width: `${share * 100}%` }} />
            </div>
          )}
          <p className="m-0 mt-1 text-sm text-muted">
            {base === undefined ? null : t(`base.why.${base.known}`)} {t('about')}
          </p>
        </div>
        <Button icon={Copy} onClick={copy}>
          {t('copy')}
        </Button>
      </div>
    </div>
  )
}

function useCopyText(view: LayersView, name: string): () => void {
  const { t, i18n } = useTranslation('dockerfile')
  const errorText = useErrorText()
  return () => {
    const { base } = view
    const sums = baseSums(view)
    const of = (bytes: number): string => formatBytes(bytes, i18n.language)
    const named = { name: harmless(base?.name ?? t('text.unnamed')), bytes: of(sums.base) }
    const text = asText(view, {
      head: t('text.head', { name: harmless(name) }),
      base: base === undefined ? undefined : t(isGuess(base) ? 'text.baseGuess' : 'text.base', named),
      own: t('text.own', { bytes: of(sums.own) }),
      cut: t('text.cut'),
    })
    void unwrap(strata().app.copy({ text })).then(
      () => showToast({ text: t('copied', { count: text.split('\n').length - 1 }), tone: 'ok' }),
      (cause: unknown) => showToast({ text: errorText(errorOf(cause)).sentence, tone: 'danger' }),
    )
  }
}
