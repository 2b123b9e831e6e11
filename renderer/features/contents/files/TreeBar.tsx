import type { TreeMode } from '@shared/domain/contents'
import { ListChevronsDownUp, ListChevronsUpDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatBytes, IconButton, MenuButton, SearchField, Select, ToggleChip } from '../../../components'
import { changeKinds, changeSigns, isFiltered, leastSizes, type TreeState, withAll } from './tree.logic'
import { treeStates } from './treeState'

/** What is shown of the files: whole stack or one layer's changes, and the filters. */
export function TreeBar(props: {
  readonly imageId: string
  readonly state: TreeState
  readonly mode: TreeMode
  readonly onMode: (mode: TreeMode) => void
  readonly onLeaveSearch: () => void
}) {
  const { t, i18n } = useTranslation('contents')
  const { imageId, state, mode, onMode } = props
  const change = (next: Partial<TreeState>): void =>
    treeStates.change(imageId, (now) => ({ ...now, ...next }))
  const toggle = (kind: (typeof changeKinds)[number], on: boolean): void =>
    change({ changes: changeKinds.filter((one) => (one === kind ? on : state.changes.includes(one))) })
  const least = leastSizes.map((bytes) => ({
    value: String(bytes),
    label: bytes === 0 ? t('tree.anySize') : t('tree.atLeast', { bytes: formatBytes(bytes, i18n.language) }),
  }))
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-2 py-1">
      <fieldset className="m-0 flex gap-1 border-0 p-0">
        <legend className="sr-only">{t('tree.shown')}</legend>
        <ToggleChip pressed={mode === 'stack'} onChange={() => onMode('stack')} tip={t('tree.stackTip')}>
          {t('tree.stack')}
        </ToggleChip>
        <ToggleChip
          pressed={mode === 'changes'}
          onChange={() => onMode('changes')}
          tip={t('tree.changesTip')}
        >
          {t('tree.changes')}
        </ToggleChip>
      </fieldset>
      <div className="flex min-w-[110px] flex-1">
        <SearchField
          label={t('tree.search')}
          value={state.name}
          onChange={(name) => change({ name })}
          onLeave={props.onLeaveSearch}
        />
      </div>
      <MenuButton
        size="small"
        menuLabel={t('tree.changeFilter')}
        entries={() =>
          changeKinds.map((kind) => ({
            type: 'check',
            label: `${changeSigns[kind]}  ${t(`change.${kind}`)}`,
            checked: state.changes.includes(kind),
            onChange: (on) => toggle(kind, on),
          }))
        }
      >
        {state.changes.length === 0
          ? t('tree.anyChange')
          : state.changes.map((kind) => t(`change.${kind}`)).join(', ')}
      </MenuButton>
      <div className="w-[112px]">
        <Select
          label={t('tree.leastSize')}
          labelHidden
          value={String(state.atLeast)}
          options={least}
          onChange={(bytes) => change({ atLeast: Number(bytes) })}
        />
      </div>
      <span className="flex">
        <IconButton
          size="small"
          icon={ListChevronsUpDown}
          label={t('tree.openAll')}
          onClick={() => treeStates.change(imageId, (now) => withAll(now, true))}
        />
        <IconButton
          size="small"
          icon={ListChevronsDownUp}
          label={t('tree.closeAll')}
          // A filter opens what it finds.
          disabled={isFiltered(state)}
          onClick={() => treeStates.change(imageId, (now) => withAll(now, false))}
        />
      </span>
    </div>
  )
}
