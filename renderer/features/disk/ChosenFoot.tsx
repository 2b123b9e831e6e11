import { harmless } from '@shared/text'
import { BrushCleaning } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, formatBytes } from '../../components'
import { cleanupDraft, navigation } from '../frame'
import { chosen, useChosen } from './chosen'
import { type Fate, fateOf } from './fate.logic'
import { type DiskTree, imageName } from './tree.logic'

/** What comes of the bytes of the chosen images, and the way to let them go. */
export function ChosenFoot({ tree }: { readonly tree: DiskTree }) {
  const { t } = useTranslation('disk')
  const picked = useChosen()
  const fate = useMemo(() => fateOf(tree, picked), [tree, picked])
  if (fate.images === 0) return null
  const plan = (): void => {
    cleanupDraft.choose([...picked].map((imageId) => ({ type: 'image', imageId })))
    navigation.goTo('cleanup')
  }
  return (
    <div
      role="status"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-raised px-4 py-1.5"
    >
      <p className="m-0 min-w-60 flex-1 [overflow-wrap:anywhere]">
        <FateText fate={fate} />
      </p>
      <Button size="small" onClick={chosen.clear}>
        {t('fate.clear')}
      </Button>
      <Button size="small" icon={BrushCleaning} onClick={plan}>
        {t('fate.plan')}
      </Button>
    </div>
  )
}

function FateText({ fate }: { readonly fate: Fate }) {
  const { t, i18n } = useTranslation('disk')
  const bytes = (value: number): string => {
    const text = formatBytes(value, i18n.language)
    return fate.about ? t('about', { bytes: text }) : text
  }
  const { images, freed, inImages, inCache, inContainers, because } = fate
  const parts: string[] = [t('fate.freed', { count: images, bytes: bytes(freed) })]
  if (inImages > 0 && because !== undefined) {
    const name = harmless(imageName(because.image))
    parts.push(
      because.others === 0
        ? t('fate.because', { bytes: bytes(inImages), name })
        : t('fate.becauseMore', { bytes: bytes(inImages), name, count: because.others }),
    )
  }
  if (inCache > 0) parts.push(t('fate.cache', { bytes: bytes(inCache) }))
  if (inContainers > 0) parts.push(t('fate.containers', { bytes: bytes(inContainers) }))
  return parts.join(' ')
}
