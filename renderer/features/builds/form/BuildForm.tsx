import type { ContextWeight } from '@shared/domain/build'
import type { BuildPreparation } from '@shared/domain/buildForm'
import type { FileGrant } from '@shared/domain/files'
import { Hammer } from 'lucide-react'
import { type FormEvent, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge, Button, Bytes, CommandLine, ErrorState, Untrusted } from '../../../components'
import { navigation } from '../../frame'
import { ArgsSection } from './ArgsSection'
import { ContextSection } from './ContextSection'
import { DockerfileSection } from './DockerfileSection'
import { ForeignSection } from './ForeignSection'
import { commandOf } from './form.logic'
import { OptionsSection } from './OptionsSection'
import { TagsSection } from './TagsSection'
import { type BuildFormState, useBuildForm } from './useBuildForm'

/** What would be sent and what would be made of it, before anything is. Keyed by its source. */
export function BuildForm({ source }: { readonly source: FileGrant }) {
  const { t } = useTranslation('builds')
  const id = useId()
  const form = useBuildForm(source)
  const { data, error, retry } = form.prepared
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    form.start()
  }
  return (
    <form id={id} onSubmit={submit} aria-label={t('form.label')} className="flex min-h-0 flex-1 flex-col">
      <Heading source={source} prepared={data} weight={form.weighing.data ?? undefined} />
      <div className="min-h-0 flex-1 overflow-auto px-4 pb-4">
        {error !== undefined && data === undefined ? (
          <ErrorState error={error} compact onRetry={retry} />
        ) : null}
        {data === undefined ? null : <Sections form={form} prepared={data} />}
      </div>
      {data === undefined ? null : <Foot form={form} prepared={data} />}
    </form>
  )
}

function Heading({
  source,
  prepared,
  weight,
}: {
  readonly source: FileGrant
  readonly weight: ContextWeight | undefined
  readonly prepared: BuildPreparation | undefined
}) {
  const { t } = useTranslation('builds')
  return (
    <header className="flex min-w-0 shrink-0 items-center gap-2 px-4 pt-3 pb-2">
      <h2 className="m-0 min-w-0 truncate text-lg font-semibold">
        {t('form.title')} <Untrusted text={prepared?.folderName ?? source.name} />
      </h2>
      {weight === undefined ? null : (
        <span className="text-sm whitespace-nowrap text-muted">
          {t('context.files', { count: weight.files })} · <Bytes value={weight.bytes} />
        </span>
      )}
      {prepared?.builder === 'classic' ? <Badge tip={t('form.classicWhy')}>{t('form.classic')}</Badge> : null}
    </header>
  )
}

function Sections({
  form,
  prepared,
}: {
  readonly form: BuildFormState
  readonly prepared: BuildPreparation
}) {
  const { dockerfile, problem } = prepared
  return (
    <div className="flex max-w-[760px] flex-col gap-5">
      {form.job.error === undefined ? null : <ErrorState error={form.job.error} compact />}
      <TagsSection form={form} prepared={prepared} />
      <DockerfileSection form={form} prepared={prepared} />
      <ForeignSection form={form} prepared={prepared} />
      {dockerfile === undefined ? null : <ArgsSection form={form} outline={dockerfile.outline} />}
      {problem === undefined ? <ContextSection weighing={form.weighing} /> : null}
      <OptionsSection form={form} />
    </div>
  )
}

function Foot({ form, prepared }: { readonly form: BuildFormState; readonly prepared: BuildPreparation }) {
  const { t } = useTranslation('builds')
  const { hindrance, job, draft } = form
  return (
    <footer className="flex shrink-0 flex-wrap items-end gap-3 border-t border-line px-4 py-3">
      <div className="min-w-[240px] flex-1">
        <CommandLine
          command={commandOf(draft, prepared)}
          label={t('form.command', { name: prepared.folderName })}
        />
      </div>
      <div className="flex gap-2">
        <Button onClick={navigation.closeBuildForm}>{t('form.cancel')}</Button>
        <Button
          variant="primary"
          icon={Hammer}
          type="submit"
          disabled={hindrance !== undefined || job.busy}
          tip={hindrance === undefined ? undefined : t(`form.hindrance.${hindrance}`)}
        >
          {t('form.submit')}
        </Button>
      </div>
    </footer>
  )
}
