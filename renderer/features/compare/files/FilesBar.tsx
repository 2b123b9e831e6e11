import type { CompareSummary } from '@shared/domain/compare'
import { ListChevronsDownUp, ListChevronsUpDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx, formatBytes, IconButton, SearchField, Select, ToggleChip } from '../../../components'
import { leastSizes } from '../../contents'
import { changes, signs, tones } from '../compare.logic'
import { type FilesState, withAll, withChange } from './query.logic'

/** What of the differences is shown. */
export function FilesBar(props: {
  readonly state: FilesState
  readonly counts: CompareSummary['counts']
  readonly onChange: (next: Partial<FilesState>) => void
  readonly onLeaveSearch: () => void
}) {
  const { t, i18n } = useTranslation('compare')
  const { state, counts, onChange } = props
  const least = leastSizes.map((bytes) => ({
    value: String(bytes),
    label: bytes === 0 ? t('files.any') : t('files.least', { bytes: formatBytes(bytes, i18n.language) }),
  }))
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5">
      <fieldset className="m-0 flex flex-wrap gap-1 border-0 p-0">
        <legend className="sr-only">{t('files.changes')}</legend>
        {changes.map((change) => (
          <ToggleChip
            key={change}
            pressed={state.changes.includes(change)}
            count={counts[change]}
            tip={t(`changeTip.${change}`)}
            onChange={(on) => onChange(withChange(state, change, on))}
          >
            <span aria-hidden className={cx('font-mono font-semibold', tones[change])}>
              {signs[change]}
            </span>
            {/* In a narrow window the sign and its tooltip say it. */}
            <span className="max-[1080px]:sr-only">{t(`change.${change}`)}</span>
          </ToggleChip>
        ))}
      </fieldset>
      <div className="flex min-w-[140px] flex-1">
        <SearchField
          label={t('files.filter')}
          value={state.name}
          onChange={(name) => onChange({ name })}
          onLeave={props.onLeaveSearch}
        />
      </div>
      <div className="w-[124px]">
        <Select
          label={t('files.atLeast')}
          labelHidden
          value={String(state.atLeast)}
          options={least}
          onChange={(bytes) => onChange({ atLeast: Number(bytes) })}
        />
      </div>
      <span className="flex">
        <IconButton
          size="small"
          icon={ListChevronsUpDown}
          label={t('files.openAll')}
          onClick={() => onChange(withAll(state, true))}
        />
        <IconButton
          size="small"
          icon={ListChevronsDownUp}
          label={t('files.closeAll')}
          onClick={() => onChange(withAll(state, false))}
        />
      </span>
    </div>
  )
}
