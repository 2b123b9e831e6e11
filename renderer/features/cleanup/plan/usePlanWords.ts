import type { Blocker, BlockingContainer, CacheItem, CleanupItem, Keep } from '@shared/domain/cleanup'
import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { formatRelative, useNow } from '../../../components'
import { containerNames, nameList } from '../names.logic'
import { useNames } from '../useNames'

export type PlanWords = {
  readonly ago: (ms: number) => string
  /** What goes along with an image, or why it stays. `was`: the name that a nameless one had. */
  readonly image: (item: CleanupItem, was: ImageRow['was']) => readonly string[]
  readonly record: (item: CacheItem) => readonly string[]
}

export function usePlanWords(): PlanWords {
  const { t, i18n } = useTranslation('cleanupPlan')
  const names = useNames()
  const now = useNow('minute')
  const ago = (ms: number): string => formatRelative(ms, Math.max(now, ms), i18n.language) ?? t('why.justNow')
  const used = (type: 'running' | 'stopped', containers: readonly BlockingContainer[]): string => {
    const text = t(`why.${type}`, names(containerNames(containers)))
    const only = containers.length === 1 ? containers[0] : undefined
    return only?.since === undefined ? text : t('why.since', { text, when: ago(only.since) })
  }
  const blocked = (blocker: Blocker): readonly string[] => {
    switch (blocker.type) {
      case 'containers': {
        const running = blocker.containers.filter((container) => container.running)
        const stopped = blocker.containers.filter((container) => !container.running)
        return [
          ...(running.length === 0 ? [] : [used('running', running)]),
          ...(stopped.length === 0 ? [] : [used('stopped', stopped)]),
        ]
      }
      case 'children': {
        const list = nameList(blocker.children.map(({ imageId, name }) => name ?? shortId(imageId)))
        return [t('why.children', names(list))]
      }
      case 'otherNames':
        return [t('why.otherNames', names(nameList(blocker.references)))]
    }
  }
  const kept = (keep: Keep): string => {
    switch (keep.type) {
      case 'unticked':
        return t('why.unticked')
      case 'pinned':
        return t('why.pinned', { by: harmless(keep.by) })
      case 'newest':
        return t('why.newest', { rank: keep.rank, repository: harmless(keep.repository) })
    }
  }
  const lost = ({ tag, until, movedTo }: NonNullable<ImageRow['was']>): string => {
    const values = { tag: harmless(tag), when: ago(until) }
    return movedTo === undefined
      ? t('why.wasUntagged', values)
      : t('why.wasMoved', { ...values, to: shortId(movedTo) })
  }
  const goes = (item: CleanupItem): readonly string[] => {
    const more = item.untagged.filter((name) => name !== item.name)
    const lost = names(nameList(item.untagged))
    if (item.verdict === 'untagged') return [t('why.loses', lost)]
    return [
      ...(more.length === 0 ? [] : [t('why.names', names(nameList(more)))]),
      ...(item.parents.length === 0 ? [] : [t('why.parents', { count: item.parents.length })]),
      ...(item.forced === true ? [t('why.forced')] : []),
    ]
  }
  return {
    ago,
    image: (item, was) => [
      ...(was === undefined ? [] : [lost(was)]),
      ...(item.verdict === 'deleted' || item.verdict === 'untagged' ? goes(item) : []),
      ...(item.blocker === undefined ? [] : blocked(item.blocker)),
      ...(item.keep === undefined ? [] : [kept(item.keep)]),
    ],
    record: (item) => [
      ...(item.lastUsed === undefined ? [] : [t('why.lastUsed', { when: ago(item.lastUsed) })]),
      ...(item.blocker === undefined
        ? []
        : [t(item.blocker === 'inUse' ? 'why.cacheInUse' : 'why.cacheChildren')]),
      ...(item.keep === undefined ? [] : [t(recordKeeps[item.keep])]),
    ],
  }
}

const recordKeeps = {
  unticked: 'why.unticked',
  shared: 'why.cacheShared',
  recent: 'why.cacheRecent',
} as const
