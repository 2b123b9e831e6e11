import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useChangeSettings, useSettings } from '../../api'
import { cx, SplitPane } from '../../components'
import type { GridHandle } from '../../components/grid'
import { later } from '../../components/later'
import { navigation, usePlace } from '../frame'
import { FilterBar } from './filters/FilterBar'
import { ImagesList } from './ImagesList'
import { ImagesToolbar } from './ImagesToolbar'
import { SelectionFoot } from './SelectionFoot'
import { useImageCommands } from './useImageCommands'
import { useImagesPage } from './useImagesPage'
import { imagesView } from './viewState'

const ImageDetailsPanel = later(async () => (await import('../imageDetails')).ImageDetailsPanel)

const firstWidth = 420

export function ImagesPage() {
  const page = useImagesPage()
  useImageCommands(page)
  const imageId = usePlace((now) => now.imageId)
  const { detailsWidth } = useSettings()
  const { mutate } = useChangeSettings()
  const grid = useRef<GridHandle>(null)
  useCursorOn(imageId, grid)
  return (
    <>
      <ImagesToolbar page={page} onLeaveSearch={() => grid.current?.focus()} />
      <SplitPane
        width={detailsWidth ?? firstWidth}
        onWidth={(width) => mutate({ detailsWidth: width })}
        main={
          <div
            className={cx('flex min-h-0 flex-1 flex-col', !page.live && page.visible.total > 0 && 'stale')}
          >
            <FilterBar
              known={page.images.data !== undefined}
              counts={page.visible.counts}
              error={page.visible.filterError}
            />
            <ImagesList page={page} grid={grid} />
            <SelectionFoot page={page} />
          </div>
        }
        side={imageId === undefined ? undefined : <Details imageId={imageId} grid={grid} />}
      />
    </>
  )
}

function Details({
  imageId,
  grid,
}: {
  readonly imageId: string
  readonly grid: RefObject<GridHandle | null>
}) {
  const { t } = useTranslation('images')
  const close = (): void => {
    navigation.closeDetails()
    grid.current?.focus()
  }
  return (
    // Esc anywhere in the panel closes it
    <aside
      aria-label={t('panel')}
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close()
      }}
    >
      <ImageDetailsPanel imageId={imageId} onClose={close} onOpenImage={navigation.openImage} />
    </aside>
  )
}

/** The list goes to an image that was opened from elsewhere: the palette, a job, another image's details. */
function useCursorOn(imageId: string | undefined, grid: RefObject<GridHandle | null>): void {
  useEffect(() => {
    const { selection } = imagesView.get()
    if (imageId === undefined || selection.cursor === imageId) return
    imagesView.setSelection({ ...selection, cursor: imageId, anchor: imageId })
    grid.current?.reveal(imageId)
  }, [imageId, grid])
}
