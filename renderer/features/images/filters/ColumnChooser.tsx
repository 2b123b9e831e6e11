import { Columns3 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useChangeSettings, useSettings } from '../../../api'
import { MenuIconButton } from '../../../components'
import { chosenColumns, columnKeys, withColumn } from '../list/columnChoice.logic'

export function ColumnChooser() {
  const { t } = useTranslation('images')
  const shown = chosenColumns(useSettings().imageColumns)
  const { mutate } = useChangeSettings()
  return (
    <MenuIconButton
      size="small"
      icon={Columns3}
      label={t('columns')}
      entries={() =>
        columnKeys.map((key) => ({
          type: 'check',
          label: t(`column.${key}`),
          checked: shown.includes(key),
          disabled: key === 'reference',
          onChange: (visible) => mutate({ imageColumns: [...withColumn(shown, key, visible)] }),
        }))
      }
    />
  )
}
