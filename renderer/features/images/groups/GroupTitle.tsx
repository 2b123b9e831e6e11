import { allBytes, type ImageSetSum } from '@shared/domain/sizes'
import { useTranslation } from 'react-i18next'
import { Untrusted } from '../../../components'
import { StoredBytesText } from '../StoredBytesText'
import { useImagesView } from '../viewState'
import type { GroupHead } from './groups.logic'

/** What groups these images, how many they are, and what the disk holds of them. */
export function GroupTitle({
  head,
  sum,
}: {
  readonly head: GroupHead
  readonly sum: ImageSetSum | undefined
}) {
  const { t } = useTranslation('images')
  const { grouping } = useImagesView()
  return (
    <span className="flex min-w-0 flex-1 items-baseline gap-3">
      <span className="clip min-w-0 text-sm font-semibold">
        {head.name === undefined ? (
          t(grouping === 'base' ? 'group.noBase' : 'group.noName')
        ) : (
          <>
            {grouping === 'base' ? <span className="font-normal text-muted">{t('group.on')} </span> : null}
            <Untrusted text={head.name} />
          </>
        )}
      </span>
      {head.guessed ? (
        <span data-tip={t('group.guessTip')} className="shrink-0 text-sm text-muted">
          {t('group.guess')}
        </span>
      ) : null}
      <span className="shrink-0 text-sm text-muted">{t('foot.all', { count: head.members.length })}</span>
      <span className="flex-1" />
      {sum === undefined ? null : (
        <span className="shrink-0 text-sm text-muted">
          <StoredBytesText value={allBytes(sum.stored)} about={sum.stored.about} /> {t('group.onDisk')}
        </span>
      )}
    </span>
  )
}
