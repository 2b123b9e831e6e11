import { ArrowLeftRight, FileDown, GitCompareArrows } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EmptyState, IconButton, MenuButton, Toolbar } from '../../components'
import { compareSides, useCompareSides } from '../frame'
import { CompareResult } from './CompareResult'
import { CompareSide } from './side/CompareSide'
import { ReadBoth } from './side/ReadBoth'
import { useSide } from './side/useSide'
import { useCompareCommands } from './useCompareCommands'
import { type ExportFormat, useExport } from './useExport'

/** Two images beside each other, wherever each of them is. */
export function ComparePage() {
  const { t } = useTranslation('compare')
  const sides = useCompareSides()
  const left = useSide(sides.left)
  const right = useSide(sides.right)
  const images = { left: left.data, right: right.data }
  const handles =
    images.left?.reading.type === 'ready' && images.right?.reading.type === 'ready'
      ? { left: images.left.handle, right: images.right.handle }
      : undefined
  const save = useExport(handles)
  const saveAs = (format: ExportFormat, label: string) => ({
    type: 'item' as const,
    label,
    onSelect: () => save?.(format),
  })
  const none = sides.left === undefined && sides.right === undefined
  useCompareCommands(!none, save)
  return (
    <>
      <Toolbar title={t('title')}>
        <span className="flex-1" />
        <IconButton icon={ArrowLeftRight} label={t('swap')} disabled={none} onClick={compareSides.swap} />
        <MenuButton
          icon={FileDown}
          menuLabel={t('export')}
          disabled={handles === undefined}
          tip={handles === undefined ? t('needsBoth') : undefined}
          entries={() => [saveAs('text', t('exportText')), saveAs('json', t('exportJson'))]}
        >
          {t('export')}
        </MenuButton>
      </Toolbar>
      <div className="grid shrink-0 grid-cols-2 gap-3 border-b border-line p-3">
        <CompareSide side="left" chosen={sides.left} opened={left} isNext={sides.left === undefined} />
        <CompareSide side="right" chosen={sides.right} opened={right} isNext={sides.left !== undefined} />
      </div>
      {handles !== undefined ? (
        <CompareResult key={`${handles.left} ${handles.right}`} handles={handles} />
      ) : none ? (
        <EmptyState icon={GitCompareArrows} title={t('empty.title')} text={t('empty.text')} />
      ) : images.left === undefined || images.right === undefined ? (
        sides.left === undefined || sides.right === undefined ? (
          <p className="m-0 p-6 text-center text-muted">{t('waiting.one')}</p>
        ) : null
      ) : (
        <ReadBoth left={images.left} right={images.right} />
      )}
    </>
  )
}
