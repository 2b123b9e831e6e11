import { harmless } from '@shared/text'
import { CloudDownload, FolderDown } from 'lucide-react'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '../../components'
import { dialogs } from '../frame'
import { droppedReference } from './drop.logic'
import { useDroppedFiles } from './useDroppedFiles'
import { useWindowDrag } from './useWindowDrag'

/** The whole window takes a drop, and says what it will do before it is let go. Mounted once. */
export function DropZone() {
  const { t } = useTranslation('builds')
  const looking = useDroppedFiles()
  const takeText = useCallback(
    (text: string): void => {
      const reference = droppedReference(text)
      if (reference === undefined) showToast({ text: t('drop.noName'), tone: 'danger' })
      else dialogs.open({ type: 'pull', reference })
    },
    [t],
  )
  const dragged = useWindowDrag(takeText)
  if (looking !== undefined && dragged === undefined) return <Looking name={looking} />
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

/** A packed archive takes a while until it is known what it holds. */
function Looking({ name }: { readonly name: string }) {
  const { t } = useTranslation('openings')
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-12 z-40 flex justify-center p-3">
      <div
        role="status"
        className="max-w-[440px] rounded-md border border-line bg-overlay px-4 py-2.5 shadow-overlay"
      >
        <p className="m-0 font-semibold [overflow-wrap:anywhere]">
          {t('dropped.looking', { name: harmless(name) })}
        </p>
        <p className="m-0 text-sm text-muted">{t('dropped.lookingText')}</p>
      </div>
    </div>
  )
}
