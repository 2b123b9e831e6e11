import { useTranslation } from 'react-i18next'
import type { NameList } from './names.logic'

/** "a, b, c and 2 more" */
export function useNames(): (list: NameList) => { readonly names: string; readonly count: number } {
  const { t } = useTranslation('cleanup')
  return ({ names, more, count }) => ({ names: more > 0 ? t('andMore', { names, more }) : names, count })
}
