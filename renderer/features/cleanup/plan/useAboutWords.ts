import type { Doubt } from '@shared/domain/sizes'
import { useTranslation } from 'react-i18next'

/** Why a number is "about"; empty when it is exact. */
export function useAboutWords(): (about: readonly Doubt[]) => string {
  const { t } = useTranslation('cleanupPlan')
  return (about) =>
    about.length === 0 ? '' : `${t('about.title')} ${about.map((doubt) => t(`about.${doubt}`)).join('; ')}.`
}
