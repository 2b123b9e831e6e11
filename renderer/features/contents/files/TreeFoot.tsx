import type { TreeRows } from '@shared/domain/contents'
import { useTranslation } from 'react-i18next'
import { Bytes } from '../../../components'

/** Files and bytes of all that the filters let through. */
export function TreeFoot({
  head,
  filtered,
}: {
  readonly head: TreeRows | undefined
  readonly filtered: boolean
}) {
  const { t } = useTranslation('contents')
  return (
    <div
      role="status"
      className="flex h-7 shrink-0 items-center gap-2 border-t border-line px-3 text-sm whitespace-nowrap text-muted"
    >
      {head === undefined ? null : (
        <>
          <span>{t('tree.files', { count: head.files })}</span>
          <Bytes value={head.bytes} />
          {filtered ? <span className="clip">{t('tree.found')}</span> : null}
        </>
      )}
    </div>
  )
}
