import type { CacheItem, CleanupContainer, CleanupItem } from '@shared/domain/cleanup'
import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import { harmless } from '@shared/text'
import { Pin, PinOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Bytes, Checkbox, cx, formatBytes, IconButton, Mono, Untrusted } from '../../../components'
import { type CleanupDraft, cleanupDraft as drafts } from '../../frame'
import { PlanBytes } from './PlanBytes'
import { stoppedBlockers, toggled } from './plan.logic'
import { usePins } from './usePins'
import { usePlanWords } from './usePlanWords'

/** Ticked, name over its words, bytes: the same columns for all kinds. */
function Row(props: {
  readonly tick: ReactNode
  readonly name: ReactNode
  readonly words: readonly string[]
  readonly bytes: ReactNode
  readonly quiet?: boolean
  readonly warn?: boolean
  readonly action?: ReactNode
  readonly tools?: ReactNode
}) {
  const { tick, name, words, bytes, quiet = false, warn = false, action, tools } = props
  return (
    <div
      className={cx(
        'group grid grid-cols-[14px_minmax(0,1fr)_24px_92px] items-start gap-x-2.5 border-b border-line/60 px-3 py-1.5',
        quiet && 'text-muted',
      )}
    >
      <span className="flex h-5 items-center">{tick}</span>
      <div className="min-w-0" data-selectable>
        <div className="[overflow-wrap:anywhere]">{name}</div>
        {words.length === 0 ? null : (
          <div className={cx('text-sm [overflow-wrap:anywhere]', warn ? 'text-warn' : 'text-muted')}>
            {words.join(' · ')}
          </div>
        )}
        {action === undefined ? null : <div className="mt-1">{action}</div>}
      </div>
      <span className="flex h-5 items-center justify-end">{tools}</span>
      <span className="text-right tabular-nums">{bytes}</span>
    </div>
  )
}

const untick = (id: string, ticked: boolean): void =>
  drafts.set((now) => ({ ...now, except: toggled(now.except, id, !ticked) }))

export function ImageLine(props: {
  readonly item: CleanupItem
  readonly draft: CleanupDraft
  readonly was: ImageRow['was']
}) {
  const { item, draft, was } = props
  const { t } = useTranslation('cleanupPlan')
  const words = usePlanWords()
  const { verdict, keep } = item
  const able = verdict === 'deleted' || verdict === 'untagged' || keep?.type === 'unticked'
  const id = shortId(item.imageId)
  const stopped = verdict === 'blocked' ? stoppedBlockers(item) : []
  return (
    <Row
      tick={
        <Checkbox
          checked={able && !draft.except.has(item.imageId)}
          disabled={!able}
          aria-label={t('tick', { name: harmless(item.name) })}
          onChange={(ticked) => untick(item.imageId, ticked)}
        />
      }
      name={<ImageName item={item} id={id} />}
      words={words.image(item, was)}
      warn={verdict === 'blocked'}
      quiet={!able}
      bytes={<PlanBytes item={item} />}
      tools={<PinButton item={item} id={id} />}
      action={
        stopped.length === 0 ? undefined : (
          <Button
            size="small"
            onClick={() =>
              drafts.set((now) => ({
                ...now,
                removeContainers: new Set([...now.removeContainers, ...stopped]),
              }))
            }
          >
            {t('freeStopped', { count: stopped.length })}
          </Button>
        )
      }
    />
  )
}

function ImageName({ item, id }: { readonly item: CleanupItem; readonly id: string }) {
  const { t } = useTranslation('cleanupPlan')
  const unnamed = item.name === id || item.name === item.imageId
  return unnamed ? (
    <>
      <Mono>{id}</Mono> <span className="text-sm text-muted">{t('unnamed')}</span>
    </>
  ) : (
    <Mono>{item.name}</Mono>
  )
}

function PinButton({ item, id }: { readonly item: CleanupItem; readonly id: string }) {
  const { t } = useTranslation('cleanupPlan')
  const pins = usePins()
  const { keep } = item
  const name = item.name === id ? item.imageId : item.name
  if (keep?.type === 'pinned')
    return <IconButton size="small" icon={PinOff} label={t('unpin')} onClick={() => pins.remove(keep.by)} />
  return (
    <span className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
      <IconButton
        size="small"
        icon={Pin}
        label={t('pin', { name: harmless(item.name) })}
        onClick={() => pins.add(name)}
      />
    </span>
  )
}

export function CacheLine({ item, draft }: { readonly item: CacheItem; readonly draft: CleanupDraft }) {
  const { t } = useTranslation('cleanupPlan')
  const words = usePlanWords()
  const able = item.verdict === 'removed' || item.keep === 'unticked'
  const kind = isKnown(item.recordType) ? t(recordTypes[item.recordType]) : harmless(item.recordType)
  return (
    <Row
      tick={
        <Checkbox
          checked={able && !draft.except.has(item.id)}
          disabled={!able}
          aria-label={t('tick', { name: harmless(item.description === '' ? item.id : item.description) })}
          onChange={(ticked) => untick(item.id, ticked)}
        />
      }
      name={item.description === '' ? <Mono>{item.id}</Mono> : <Untrusted text={item.description} />}
      words={[kind, ...words.record(item)]}
      quiet={!able}
      bytes={<Bytes value={item.bytes} />}
    />
  )
}

const recordTypes = {
  regular: 'record.regular',
  'source.local': 'record.sourceLocal',
  'source.git.checkout': 'record.sourceGit',
  'exec.cachemount': 'record.cacheMount',
  frontend: 'record.frontend',
  internal: 'record.internal',
} as const

function isKnown(type: string): type is keyof typeof recordTypes {
  return Object.hasOwn(recordTypes, type)
}

export function ContainerLine({ container }: { readonly container: CleanupContainer }) {
  const { t, i18n } = useTranslation('cleanupPlan')
  const { id, name, createdFrom, writable = 0 } = container
  const image = harmless(createdFrom)
  return (
    <Row
      tick={
        <Checkbox
          checked
          aria-label={t('tickContainer', { name: harmless(name) })}
          onChange={() =>
            drafts.set((now) => ({ ...now, removeContainers: toggled(now.removeContainers, id, false) }))
          }
        />
      }
      name={<Mono>{name}</Mono>}
      words={[
        writable === 0
          ? t('why.containerEmpty', { image })
          : t('why.container', { image, size: formatBytes(writable, i18n.language) }),
      ]}
      bytes={<Bytes value={writable} />}
    />
  )
}
