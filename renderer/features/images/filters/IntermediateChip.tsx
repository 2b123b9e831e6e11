import { useTranslation } from 'react-i18next'
import { useChangeSettings, useSettings } from '../../../api'
import { ToggleChip } from '../../../components'

/** Steps of classic builds: hidden like `docker images` without -a does, shown only where there are any. */
export function IntermediateChip({ count }: { readonly count: number }) {
  const { t } = useTranslation('images')
  const { showIntermediate } = useSettings()
  const { mutate } = useChangeSettings()
  if (count === 0) return null
  return (
    <ToggleChip
      pressed={showIntermediate}
      onChange={(on) => mutate({ showIntermediate: on })}
      count={count}
      tip={t('filter.intermediateTip')}
    >
      {t('filter.intermediate')}
    </ToggleChip>
  )
}
