import type { Doubt } from '@shared/domain/sizes'
import { useTranslation } from 'react-i18next'

/** Why a number is an estimate, one line for each reason. */
export function useDoubtText(): (doubts: readonly Doubt[]) => string {
  const { t } = useTranslation('images')
  return (doubts) => doubts.map((doubt) => t(`doubt.${doubt}`)).join('\n')
}
