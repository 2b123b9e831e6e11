import { useTranslation } from 'react-i18next'
import { percentText } from './waste.logic'

/** '28%', 'less than 0.1%'. */
export function usePercent(): (share: number) => string {
  const { t, i18n } = useTranslation('waste')
  return (share) => {
    const { text, below } = percentText(share, i18n.language)
    return below ? t('atMost', { percent: text }) : text
  }
}
