import { shortId } from '@shared/domain/digest'
import type { DanglingReason, PruneItem } from '@shared/domain/removal'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { formatRelative, useNow } from '../../../components'
import { containerNames } from '../names.logic'
import { useNames } from '../useNames'

export type PruneWords = {
  readonly why: (why: DanglingReason) => string
  readonly blocked: (item: PruneItem) => string | undefined
}

export function usePruneWords(): PruneWords {
  const { t, i18n } = useTranslation('cleanup')
  const names = useNames()
  const now = useNow('minute')
  const ago = (at: number): string =>
    formatRelative(at, Math.max(now, at), i18n.language) ?? t('prune.why.justNow')
  return {
    why: (why) => {
      if (why.type === 'unnamed') return t('prune.why.unnamed')
      const values = { tag: harmless(why.tag), when: ago(why.until) }
      if (why.type === 'untagged') return t('prune.why.untagged', values)
      return why.to === undefined
        ? t('prune.why.tagMovedUnknown', values)
        : t('prune.why.tagMoved', { ...values, to: shortId(why.to) })
    },
    blocked: (item) =>
      item.blockedBy === undefined || item.blockedBy.length === 0
        ? undefined
        : t('prune.blocked', names(containerNames(item.blockedBy))),
  }
}
