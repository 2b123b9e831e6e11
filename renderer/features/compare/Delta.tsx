import { useTranslation } from 'react-i18next'
import { cx, formatBytes, formatExactBytes } from '../../components'
import { deltaText } from './compare.logic'

/** Bytes more or fewer on the right; the exact number on hover. */
export function Delta({ value }: { readonly value: number }) {
  const { i18n } = useTranslation()
  const sign = value > 0 ? '+' : value < 0 ? '−' : ''
  return (
    <span
      data-tip={`${sign}${formatExactBytes(Math.abs(value), i18n.language)}`}
      className={cx('whitespace-nowrap', value === 0 && 'text-muted')}
    >
      {deltaText(value, (bytes) => formatBytes(bytes, i18n.language))}
    </span>
  )
}
