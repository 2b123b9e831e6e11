import { allBytes, type ImageSetSum } from '@shared/domain/sizes'
import { harmless } from '@shared/text'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useImageSums, useImages } from '../../../api'
import { formatBytes, useDoubtText } from '../../../components'

/** What would come back without the image, and who keeps the rest: the sums of the whole app, not of this stack alone. */
export function GoesLine({ imageId }: { readonly imageId: string }) {
  const sets = useMemo(() => [[imageId]], [imageId])
  const told = useImageSums(sets, useImages().data?.revision)
  const [sum] = told?.sets === sets ? told.answer.sums : []
  return sum === undefined || sum.count === 0 ? null : <Words sum={sum} />
}

function Words({ sum: { reclaim, because } }: { readonly sum: ImageSetSum }) {
  const { t, i18n } = useTranslation('layers')
  const doubts = useDoubtText()
  const { about, freed, staysInImages, staysInBuildCache, staysInContainers } = reclaim
  const shown = (value: ImageSetSum['reclaim']['freed']) => {
    const bytes = formatBytes(allBytes(value), i18n.language)
    return about.length === 0 ? bytes : t('goes.about', { bytes })
  }
  const words: string[] = [t('goes.freed', { bytes: shown(freed) })]
  if (allBytes(staysInImages) > 0) {
    const bytes = shown(staysInImages)
    if (because === undefined) words.push(t('goes.inImages', { bytes }))
    else {
      const name = harmless(because.name)
      const count = because.others
      words.push(
        count === 0 ? t('goes.because', { bytes, name }) : t('goes.becauseMore', { bytes, name, count }),
      )
    }
  }
  if (allBytes(staysInBuildCache) > 0) words.push(t('goes.inCache', { bytes: shown(staysInBuildCache) }))
  if (allBytes(staysInContainers) > 0) words.push(t('goes.inContainers', { bytes: shown(staysInContainers) }))
  return (
    <p className="m-0 mt-1 [overflow-wrap:anywhere]" {...(about.length > 0 && { 'data-tip': doubts(about) })}>
      {words.join(' ')}
    </p>
  )
}
