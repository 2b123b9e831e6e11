import { shortId } from '@shared/domain/digest'
import { harmless } from '@shared/text'
import { Play } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useEngine, useOutdated } from '../../../api'
import { Button, Untrusted } from '../../../components'
import { useRunInPlace } from './useRunInPlace'

/** After a build: who still runs what had the name before. */
export function OutdatedContainers({ imageId }: { readonly imageId: string }) {
  const { t } = useTranslation('details')
  const found = useOutdated(imageId).data ?? []
  const live = useEngine().data?.state.type === 'connected'
  const runInPlace = useRunInPlace()
  if (found.length === 0) return null
  return (
    <div className="mt-2 rounded-md bg-warn-soft px-2.5 py-2">
      <p className="m-0">{t('use.outdated', { count: found.length })}</p>
      <ul className="m-0 mt-1 flex max-h-48 list-none flex-col gap-1 overflow-auto p-0">
        {found.map((container) => (
          <li key={container.id} className="flex min-w-0 flex-wrap items-center justify-end gap-x-2 gap-y-1">
            <span className="min-w-40 flex-1 [overflow-wrap:anywhere]" data-selectable>
              <Untrusted text={container.name} />
              <span className="block text-sm text-muted">
                {t('use.outdatedRow', {
                  reference: harmless(container.createdFrom),
                  image: shortId(container.imageId),
                })}
              </span>
            </span>
            <Button
              size="small"
              icon={Play}
              disabled={!live}
              onClick={() => runInPlace(container, { image: container.createdFrom, imageId })}
            >
              {t('use.runNew')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
