import type { BuildWarning, LineRange } from '@shared/domain/build'
import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CopyButton, copySafely, Mono, Untrusted } from '../../../components'

/** What the builder's checks say, with their lines. An address is text: nothing is opened. */
export function WarningList(props: {
  readonly warnings: readonly BuildWarning[]
  readonly dropped: number
  /** Something else matters more. */
  readonly folded: boolean
}) {
  const { t } = useTranslation('buildSteps')
  const { warnings, dropped, folded } = props
  const count = warnings.length + dropped
  if (count === 0) return null
  return (
    <details open={!folded && count <= 3} className="m-3 rounded-md border border-line bg-raised">
      <summary className="px-3 py-1.5 -outline-offset-2 marker:text-faint hover:bg-hover">
        {t('warnings', { count })}
      </summary>
      <ul
        aria-label={t('warningsTitle')}
        className="m-0 flex max-h-60 list-none flex-col gap-2 overflow-auto border-t border-line p-3"
        // It scrolls, also by keyboard
        tabIndex={0}
        data-selectable
        onCopy={copySafely}
      >
        {warnings.map((warning, index) => (
          // They have no names of their own and never move
          <Warning key={index} warning={warning} />
        ))}
        {dropped === 0 ? null : (
          <li className="text-sm text-muted">{t('warningsDropped', { count: dropped })}</li>
        )}
      </ul>
    </details>
  )
}

function Warning({ warning }: { readonly warning: BuildWarning }) {
  const { t } = useTranslation('buildSteps')
  const { message, detail, url, file, lines } = warning
  return (
    <li className="flex gap-2">
      <TriangleAlert size={14} aria-hidden className="mt-[3px] shrink-0 text-warn" />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <p className="m-0">
          <Untrusted text={message} />
          {file === undefined && lines.length === 0 ? null : (
            <span className="text-sm text-muted">
              {' · '}
              {file === undefined ? null : <Mono muted>{file}</Mono>} <Places lines={lines} />
            </span>
          )}
        </p>
        {detail.map((text, index) => (
          <p key={index} className="m-0 text-sm text-muted">
            <Untrusted text={text} />
          </p>
        ))}
        {url === undefined ? null : (
          <p className="m-0 flex items-center gap-1 text-sm">
            <span className="min-w-0">
              <Mono muted>{url}</Mono>
            </span>
            <CopyButton text={url} label={t('copyLink')} />
          </p>
        )}
      </div>
    </li>
  )
}

function Places({ lines }: { readonly lines: readonly LineRange[] }) {
  const { t } = useTranslation('buildSteps')
  const words = lines
    .slice(0, 10)
    .map(({ start, end }) => (end <= start ? t('warningLine', { start }) : t('warningLines', { start, end })))
  return <>{words.join(', ')}</>
}
