import type { Doubt } from '@shared/domain/sizes'
import { useTranslation } from 'react-i18next'

/** Why a number is an estimate, in one sentence; empty when it is none. */
export function useDoubtText(): (doubts: readonly Doubt[]) => string {
  const { t } = useTranslation()
  return (doubts) =>
    doubts.length === 0 ? '' : `${t('doubt.title')} ${doubts.map((doubt) => t(`doubt.${doubt}`)).join('; ')}.`
}
