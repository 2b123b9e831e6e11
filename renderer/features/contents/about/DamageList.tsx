import type { OpenedImage } from '@shared/domain/contents'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { CopyButton, Mono } from '../../../components'
import { damagedBlobs, useDamageWords } from '../useDamageWords'

/** What is damaged where the image lies, without being of it: by name and digest. */
export function DamageList({ image }: { readonly image: OpenedImage }) {
  const { t } = useTranslation('contents')
  const words = useDamageWords()
  const blobs = damagedBlobs(image.damage)
  if (blobs.length === 0) return null
  return (
    <section aria-label={t('damage.title')}>
      <h2 className="m-0 mb-1 text-base font-semibold">{t('damage.title')}</h2>
      <p className="m-0 mb-1.5 text-muted">{t('damage.text')}</p>
      <ul className="m-0 list-none rounded-md border border-line p-0">
        {blobs.map((blob) => (
          <li
            key={blob.blob}
            className="flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line px-2 py-1 last:border-b-0"
          >
            <span className="[overflow-wrap:anywhere]">{words(blob)}</span>
            <span className="flex min-w-0 items-center gap-0.5 [overflow-wrap:anywhere]" data-selectable>
              <Mono muted>{harmless(blob.blob)}</Mono>
              <CopyButton text={blob.blob} label={t('copyId')} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
