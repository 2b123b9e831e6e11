import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { formatBytes, formatExactBytes } from './bytes.logic'
import { cx } from './cx'
import { formatExact, formatRelative } from './time.logic'
import { splitUntrusted } from './untrusted.logic'
import { useNow } from './useNow'

/** Decimal units as docker prints them; the exact number on hover. `estimate` puts "about" before it. */
export function Bytes({ value, estimate = false }: { readonly value: number; readonly estimate?: boolean }) {
  const { t, i18n } = useTranslation()
  const text = formatBytes(value, i18n.language)
  return (
    <span data-tip={formatExactBytes(value, i18n.language)} className="whitespace-nowrap">
      {estimate ? t('about', { value: text }) : text}
    </span>
  )
}

/** '3 days ago'; the exact time on hover. */
export function RelativeTime({ ms }: { readonly ms: number }) {
  const { t, i18n } = useTranslation()
  const now = useNow('minute')
  return (
    <time dateTime={dateTime(ms)} data-tip={formatExact(ms, i18n.language)} className="whitespace-nowrap">
      {formatRelative(ms, Math.max(now, ms), i18n.language) ?? t('justNow')}
    </time>
  )
}

function dateTime(ms: number): string | undefined {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/**
 * Text from an engine, an image or a registry: never markup, never a link, and every invisible character is shown
 * as a mark. `lines` keeps line ends and tabs, for blocks.
 */
export function Untrusted({ text, lines = false }: { readonly text: string; readonly lines?: boolean }) {
  const parts = splitUntrusted(text, lines)
  return (
    <bdi className="isolate-text">
      {parts.map((part, index) =>
        // The parts of one text never move
        part.type === 'text' ? part.text : <Control key={index} text={part.text} />,
      )}
    </bdi>
  )
}

function Control({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  return (
    <span data-tip={t('controlCharacter')} className="mx-px rounded-sm bg-warn-soft px-0.5 text-warn">
      {text}
    </span>
  )
}

/** References, digests, code. `clip` cuts at the end and shows the whole on hover. */
export function Mono(props: {
  readonly children: string
  readonly clip?: boolean
  readonly muted?: boolean
}) {
  return (
    <code
      data-tip={props.clip === true ? harmless(props.children) : undefined}
      className={cx(
        'font-mono text-sm',
        props.clip === true && 'clip block',
        props.muted === true && 'text-muted',
      )}
    >
      <Untrusted text={props.children} />
    </code>
  )
}

/** Keys to press, as the platform writes them: `KeyHint keys="Ctrl+K"`. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <kbd className="rounded-sm border border-line bg-raised px-1 font-sans text-xs leading-[16px] text-muted">
      {keys}
    </kbd>
  )
}
