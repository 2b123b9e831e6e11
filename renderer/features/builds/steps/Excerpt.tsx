import type { DockerfileSpot } from '@shared/domain/build'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { copySafely, cx, Untrusted } from '../../../components'

/** The lines of the Dockerfile around the one that failed; that one by sign and colour. */
export function Excerpt({ spot }: { readonly spot: DockerfileSpot }) {
  const { t } = useTranslation('buildSteps')
  const { lines, excerpt } = spot
  const file = harmless(spot.file)
  const { start, end } = lines
  return (
    <figure className="m-0 overflow-hidden rounded-md border border-line bg-inset">
      <figcaption className="border-b border-line px-3 py-0.5 text-sm text-muted">
        <Untrusted
          text={start === end ? t('excerptOne', { start, file }) : t('excerpt', { start, end, file })}
        />
      </figcaption>
      <div
        role="group"
        aria-label={t('excerptOne', { start, file })}
        // It scrolls, also by keyboard
        tabIndex={0}
        onCopy={copySafely}
        className="max-h-56 overflow-auto py-1 font-mono text-sm leading-[18px] -outline-offset-2"
      >
        {excerpt.text.map((text, index) => {
          const number = excerpt.firstLine + index
          const marked = number >= start && number <= end
          return (
            <div key={number} className={cx('flex w-max min-w-full pr-3', marked && 'bg-danger-soft')}>
              <span aria-hidden className="w-12 shrink-0 text-right text-faint select-none">
                {number}
              </span>
              <span aria-hidden className="w-6 shrink-0 text-center text-danger select-none">
                {marked ? '>' : ''}
              </span>
              <code className={cx('font-mono whitespace-pre select-text', marked && 'font-semibold')}>
                <Untrusted text={text} lines />
                {marked ? <span className="sr-only"> ({t('marked')})</span> : null}
              </code>
            </div>
          )
        })}
      </div>
    </figure>
  )
}
