import type { DockerfileOutline, DockerfileSpot, DockerfileStage } from '@shared/domain/build'
import type { BuildPreparation } from '@shared/domain/buildForm'
import type { AppError } from '@shared/errors'
import { FileCode } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, ErrorState, Note, Select, visibleText } from '../../../components'
import { Excerpt } from '../steps/Excerpt'
import { areProblemsFinal } from './form.logic'
import { Section } from './Section'
import type { BuildFormState } from './useBuildForm'

type Props = { readonly form: BuildFormState; readonly prepared: BuildPreparation }

export function DockerfileSection({ form, prepared }: Props) {
  const { t } = useTranslation('builds')
  const { dockerfile, problem } = prepared
  return (
    <Section title={t('dockerfile.title')}>
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-[200px] flex-1">
          <FileChoice form={form} prepared={prepared} />
        </div>
        <Button icon={FileCode} onClick={form.chooseDockerfile}>
          {t('dockerfile.elsewhere')}
        </Button>
        {dockerfile === undefined ? null : (
          <div className="min-w-[200px] flex-1">
            <Target form={form} outline={dockerfile.outline} />
          </div>
        )}
      </div>
      {problem === undefined ? null : <ErrorState error={problem} compact onRetry={form.prepared.retry} />}
      {dockerfile?.outline.problems.map((each, index) => (
        <Problem key={`${index}`} error={each} spot={dockerfile.spots[index]} onRetry={form.prepared.retry} />
      ))}
      {dockerfile === undefined ||
      dockerfile.outline.problems.length === 0 ||
      areProblemsFinal(dockerfile.outline) ? null : (
        <Note>{t('dockerfile.otherReader')}</Note>
      )}
      {dockerfile === undefined || dockerfile.outline.onBuild.length === 0 ? null : (
        <Note>{t('dockerfile.onBuild', { count: dockerfile.outline.onBuild.length })}</Note>
      )}
    </Section>
  )
}

/** What the engine would refuse, at its line. */
function Problem(props: {
  readonly error: AppError
  readonly spot: DockerfileSpot | undefined
  readonly onRetry: () => void
}) {
  const { error, spot, onRetry } = props
  return (
    <div className="flex flex-col gap-2">
      <ErrorState error={error} compact onRetry={onRetry} />
      {spot === undefined ? null : <Excerpt spot={spot} />}
    </div>
  )
}

/** Those found, and the one from elsewhere. */
function FileChoice({ form, prepared }: Props) {
  const { t } = useTranslation('builds')
  const { dockerfile: asked } = form.draft
  const { dockerfiles, dockerfile } = prepared
  const elsewhere = asked !== undefined && 'grant' in asked ? asked : undefined
  const current = elsewhere === undefined ? (dockerfile?.name ?? '') : elsewhere.grant
  const listed = dockerfiles.includes(current) || elsewhere !== undefined || current === ''
  return (
    <Select
      label={t('dockerfile.field')}
      value={current}
      disabled={dockerfiles.length + (elsewhere === undefined ? 0 : 1) < 2 && listed}
      options={[
        ...(current === '' ? [{ value: '', label: t('dockerfile.none') }] : []),
        ...(listed ? [] : [{ value: current, label: visibleText(current) }]),
        ...dockerfiles.map((name) => ({ value: name, label: visibleText(name) })),
        ...(elsewhere === undefined
          ? []
          : [
              { value: elsewhere.grant, label: t('dockerfile.from', { name: visibleText(elsewhere.shown) }) },
            ]),
      ]}
      onChange={(name) => {
        if (name !== elsewhere?.grant) form.change({ dockerfile: { name }, target: '', agreed: undefined })
      }}
    />
  )
}

function Target({ form, outline }: { readonly form: BuildFormState; readonly outline: DockerfileOutline }) {
  const { t } = useTranslation('builds')
  const { stages } = outline
  const last = stages.at(-1)
  const label = ({ index, name, from }: DockerfileStage): string =>
    name === undefined
      ? t('target.unnamed', { index, from: visibleText(from) })
      : t('target.named', { name: visibleText(name), from: visibleText(from) })
  const earlier = stages.slice(0, -1)
  return (
    <Select
      label={t('target.field', { count: stages.length })}
      value={form.draft.target}
      disabled={stages.length < 2}
      options={[
        { value: '', label: last === undefined ? t('target.none') : label(last) },
        ...earlier
          .map((stage) => ({ value: stage.name ?? String(stage.index), label: label(stage) }))
          .reverse(),
      ]}
      onChange={(target) => form.change({ target })}
    />
  )
}
