import type { ImagePlace, TreeMode } from '@shared/domain/contents'
import { Maximize2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOpened } from '../../api'
import { Button, ErrorState } from '../../components'
import { navigation } from '../frame'
import { FilesView } from './files/FilesView'
import { ProblemNotes } from './ProblemNotes'
import { ReadFirst } from './read/ReadFirst'

/** The files of an engine's image beside the list of images. */
export function FilesPanel({ imageId }: { readonly imageId: string }) {
  const { t } = useTranslation('contents')
  const place = useMemo((): ImagePlace => ({ type: 'engine', image: imageId }), [imageId])
  const { data: image, error, retry } = useOpened({ place })
  const [layer, setLayer] = useState<number>()
  const [mode, setMode] = useState<TreeMode>('stack')
  if (image === undefined)
    return error === undefined ? (
      <p className="m-0 p-3 text-muted">{t('loading')}</p>
    ) : (
      <div className="p-3">
        <ErrorState error={error} onRetry={retry} compact />
      </div>
    )
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 justify-end px-2 pt-1.5">
        <Button
          size="small"
          variant="ghost"
          icon={Maximize2}
          onClick={() => navigation.openContents({ place, layer, mode })}
        >
          {t('full')}
        </Button>
      </div>
      <ProblemNotes image={image} />
      <ReadFirst image={image}>
        <FilesView
          key={image.id}
          image={image}
          chosen={layer}
          onChoose={setLayer}
          mode={mode}
          onMode={setMode}
          narrow
        />
      </ReadFirst>
    </div>
  )
}
