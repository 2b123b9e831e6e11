import type { OpenedImage } from '@shared/domain/contents'
import { shortId } from '@shared/domain/digest'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { Button, Note } from '../../components'
import { type ContentsTab, navigation } from '../frame'
import { damagedBlobs, useDamageWords } from './useDamageWords'

const shown = 2

/** One line on what else is damaged where the image lies; all of it is in the tab About. */
export function DamageNote({ image, tab }: { readonly image: OpenedImage; readonly tab: ContentsTab }) {
  const { t } = useTranslation('contents')
  const words = useDamageWords()
  const blobs = damagedBlobs(image.damage)
  // There it is listed in full.
  if (blobs.length === 0 || tab === 'about') return null
  const names = blobs
    .slice(0, shown)
    .map((blob) => `${words(blob)} (${harmless(shortId(blob.blob))})`)
    .join(', ')
  const rest = blobs.length - shown
  return (
    <div role="status" className="flex shrink-0 items-start gap-2 px-3 pb-1.5 text-sm">
      <Note>
        {t('damage.note', { names })} {rest > 0 ? t('damage.more', { count: rest }) : null}
      </Note>
      <Button size="small" variant="ghost" onClick={() => navigation.changeContents({ tab: 'about' })}>
        {t('damage.show')}
      </Button>
    </div>
  )
}
