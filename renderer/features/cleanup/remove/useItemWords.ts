import { shortId } from '@shared/domain/digest'
import type { RefusalReason, RemovalItem, RemovalOutcome } from '@shared/domain/removal'
import { useTranslation } from 'react-i18next'
import { containerNames, nameList } from '../names.logic'
import { useNames } from '../useNames'

export type ItemWords = {
  /** What happens to it, or why nothing does. */
  readonly says: string
  /** What choosing force would do; only where force helps. */
  readonly forceSays: string | undefined
}

export function useItemWords(): (item: RemovalItem, outcome: RemovalOutcome) => ItemWords {
  const { t } = useTranslation('cleanup')
  const names = useNames()

  const reasonOf = (reason: RefusalReason): string => {
    switch (reason.type) {
      case 'runningContainer':
        return t('remove.reason.runningContainer', names(containerNames(reason.containers)))
      case 'stoppedContainer':
        return t('remove.reason.stoppedContainer', names(containerNames(reason.containers)))
      case 'severalRepositories':
        return t('remove.reason.severalRepositories', names(nameList(reason.references)))
      default:
        return t('remove.reason.children', names(nameList(reason.children.map(shortId))))
    }
  }

  const outcomeSays = (outcome: RemovalOutcome): string => {
    if (outcome.type === 'refused') return reasonOf(outcome.reason)
    const { untagged, parents = [] } = outcome
    const along = (itself: string): string =>
      parents.length === 0
        ? itself
        : `${itself} ${t('remove.detail.deletedParents', { count: parents.length })}`
    if (outcome.type === 'untagged')
      return along(
        outcome.remaining.length === 0
          ? t('remove.detail.untaggedDangling')
          : t('remove.detail.untaggedKeeps', names(nameList(outcome.remaining))),
      )
    return along(
      untagged.length === 0
        ? t('remove.detail.deletedUnnamed')
        : t('remove.detail.deletedNames', { count: untagged.length }),
    )
  }

  return (item, outcome) => {
    const forceHelps = item.plain.type === 'refused' && item.forced.type !== 'refused'
    if (!forceHelps) return { says: outcomeSays(outcome), forceSays: undefined }
    return {
      // The reason stays in sight when force is chosen: it is what is being overruled.
      says: outcomeSays(item.plain),
      forceSays: item.forced.type === 'deleted' ? t('remove.force.deletes') : t('remove.force.onlyUntags'),
    }
  }
}
