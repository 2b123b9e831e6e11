import { ArrowLeftRight, FileDown } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { compareSides } from '../frame'
import { type Command, useCommands } from '../palette'
import type { ExportFormat } from './useExport'

/** The buttons of the page, for the palette. `save`: undefined while there is nothing to save. */
export function useCompareCommands(
  canSwap: boolean,
  save: ((format: ExportFormat) => void) | undefined,
): void {
  const { t } = useTranslation('compare')
  const canSave = save !== undefined
  const commands = useMemo((): readonly Command[] => {
    const group = t('commands')
    const saveAs = (format: ExportFormat, label: string): Command => ({
      id: `compare.${format}`,
      title: `${t('export')}: ${label}`,
      group,
      icon: FileDown,
      disabled: !canSave,
      run: () => save?.(format),
    })
    return [
      {
        id: 'compare.swap',
        title: t('swap'),
        group,
        icon: ArrowLeftRight,
        disabled: !canSwap,
        run: compareSides.swap,
      },
      saveAs('text', t('exportText')),
      saveAs('json', t('exportJson')),
    ]
  }, [t, canSwap, canSave, save])
  useCommands('compare', commands)
}
