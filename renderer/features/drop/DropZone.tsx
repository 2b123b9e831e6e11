import { assertNever } from '@shared/assertNever'
import type { FilesDrop } from '@shared/domain/files'
import { CloudDownload, FolderDown } from 'lucide-react'
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { strata } from '../../api'
import { showToast } from '../../components'
import { dialogs, navigation } from '../frame'
import { droppedReference, meaningOf } from './drop.logic'
import { useWindowDrag } from './useWindowDrag'

/** The whole window takes a drop, and says what it will do before it is let go. Mounted once. */
export function DropZone() {
  const { t } = useTranslation('builds')
  useDroppedFiles()
  const takeText = useCallback(
    (text: string): void => {
      const reference = droppedReference(text)
      if (reference === undefined) showToast({ text: t('drop.noName'), tone: 'danger' })
      else dialogs.open({ type: 'pull', reference })
    },
    [t],
  )
  const dragged = useWindowDrag(takeText)
  if (dragged === undefined) return null
  const Icon = dragged === 'files' ? FolderDown : CloudDownload
  return (
    <div className="pointer-events-none fixed inset-0 z-40 flex items-center justify-center bg-scrim p-3">
      <div className="absolute inset-3 rounded-md border-2 border-dashed border-accent" />
      <div
        role="status"
        className="flex max-w-[440px] items-start gap-3 rounded-md border border-line bg-overlay px-5 py-4 shadow-overlay"
      >
        <Icon size={24} strokeWidth={1.5} aria-hidden className="mt-0.5 shrink-0 text-accent" />
        <div>
          <p className="m-0 text-lg font-semibold">{t(`drop.${dragged}.title`)}</p>
          <p className="m-0 mt-0.5 text-muted">{t(`drop.${dragged}.text`)}</p>
        </div>
      </div>
    </div>
  )
}

/** Each kind of drop has its way; a new kind is a case here. */
function useDroppedFiles(): void {
  const { t } = useTranslation('builds')
  useEffect(() => {
    const carryOut = (drop: FilesDrop): void => {
      const meaning = meaningOf(drop)
      switch (meaning.type) {
        case 'build':
          return navigation.openBuildForm(meaning.source)
        case 'archive':
          return dialogs.open({ type: 'load', file: meaning.source, intent: 'load' })
        case 'several':
          return showToast({ text: t('drop.several') })
        case 'nothing':
          return showToast({ text: t('drop.nothing'), tone: 'danger' })
        default:
          return assertNever(meaning)
      }
    }
    return strata().files.onDropped(carryOut)
  }, [t])
}
