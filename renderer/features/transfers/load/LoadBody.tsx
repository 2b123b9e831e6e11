import type { ArchiveLook } from '@shared/domain/archive'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../../api'
import { ErrorState, Note, Select, Warning } from '../../../components'
import { UnpackHint } from '../../openings'
import { ImportName } from './ImportName'
import { LoadNames } from './LoadNames'
import { type ImageContent, loadPlan } from './load.logic'
import type { Load } from './useLoad'

/** What is in the file, and what becomes of it. */
export function LoadBody({ load, intent }: { readonly load: Load; readonly intent: 'load' | 'import' }) {
  const { look } = load
  if (look.data !== undefined) return <Content look={look.data} load={load} intent={intent} />
  if (look.error !== undefined) return <ErrorState error={look.error} onRetry={look.retry} compact />
  return <Looking />
}

function Looking() {
  const { t } = useTranslation('transfers')
  return (
    <div role="status" className="min-h-24">
      <p className="m-0">{t('load.looking')}</p>
      <p className="m-0 mt-1 text-muted">{t('load.lookingPacked')}</p>
    </div>
  )
}

function Content(props: {
  readonly look: ArchiveLook
  readonly load: Load
  readonly intent: 'load' | 'import'
}) {
  const { t } = useTranslation('transfers')
  const { look, load, intent } = props
  const { content, packing } = look
  switch (content.type) {
    case 'image':
      return <Saved content={content} load={load} isInstead={intent === 'import'} />
    case 'rootfs':
      return (
        <>
          {intent === 'load' ? <Warning>{t('load.rootfs')}</Warning> : null}
          <Note>{t('load.rootfsMeans')}</Note>
          <ImportName load={load} />
        </>
      )
    case 'packed':
      return (
        <>
          <Note>{t('load.packed', { packing })}</Note>
          <Select
            label={t('load.what')}
            autoFocus
            value={load.way ?? intent}
            options={[
              { value: 'load', label: t('load.whatLoad') },
              { value: 'import', label: t('load.whatImport') },
            ]}
            onChange={(way) => load.choose?.(way)}
          />
          {load.way === 'import' ? <ImportName load={load} /> : null}
          <UnpackHint packing={packing} name={look.name} />
        </>
      )
    default:
      return <Warning>{t(`load.${content.type}`)}</Warning>
  }
}

function Saved(props: { readonly content: ImageContent; readonly load: Load; readonly isInstead: boolean }) {
  const { t } = useTranslation('transfers')
  const { content, load, isInstead } = props
  const state = useEngine().data?.state
  const isClassic = state?.type === 'connected' && state.engine.store === 'classic'
  const plan = loadPlan(content, load.rows)
  return (
    <>
      {isInstead ? <Warning>{t('load.instead')}</Warning> : null}
      {content.isCut ? <Warning>{t('load.cut')}</Warning> : null}
      {content.format === 'oci' && isClassic ? <Warning>{t('load.layout')}</Warning> : null}
      <LoadNames plan={plan} more={content.more} />
      {content.format === 'oci' && plan.names.length === 0 ? <Note>{t('load.layoutNoNames')}</Note> : null}
    </>
  )
}
