import type { BuildPreparation } from '@shared/domain/buildForm'
import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import { useTranslation } from 'react-i18next'
import { useImages } from '../../../api'
import { Button, Note, TextField, useErrorText, visibleText, Warning } from '../../../components'
import { losingOwners, readTags } from './form.logic'
import { Section } from './Section'
import type { BuildFormState } from './useBuildForm'

const noRows: readonly ImageRow[] = []

export function TagsSection({
  form,
  prepared,
}: {
  readonly form: BuildFormState
  readonly prepared: BuildPreparation
}) {
  const { t } = useTranslation('builds')
  const words = useErrorText()
  const { tags: typed } = form.draft
  const read = readTags(typed)
  const error = read.type === 'invalid' ? words(read.error) : undefined
  const { proposedTag } = prepared
  return (
    <Section title={t('tags.title')}>
      <TextField
        label={t('tags.field')}
        mono
        maxLength={8_192}
        placeholder={proposedTag}
        value={typed}
        onChange={(tags) => {
          form.change({ tags })
          form.job.clear()
        }}
        {...(error === undefined ? {} : { error: `${error.sentence} ${error.advice}` })}
      />
      {read.type === 'none' ? (
        <div className="flex flex-wrap items-center gap-2">
          <Note>{t('tags.none')}</Note>
          <Button size="small" onClick={() => form.change({ tags: proposedTag })}>
            {t('tags.use', { name: proposedTag })}
          </Button>
        </div>
      ) : null}
      {read.type === 'valid' ? <Owners tags={read.tags} prepared={prepared} /> : null}
    </Section>
  )
}

/** Who has the names now, and what becomes of it. */
function Owners({
  tags,
  prepared,
}: {
  readonly tags: readonly string[]
  readonly prepared: BuildPreparation
}) {
  const { t } = useTranslation('builds')
  const rows = useImages().data?.rows ?? noRows
  return losingOwners(tags, rows, prepared.store).map(({ owner, tags: lost, nameless }) => {
    const values = {
      count: lost.length,
      names: lost.map((name) => visibleText(name)).join(', '),
      owner: shortId(owner.id),
    }
    if (!nameless) return <Note key={owner.id}>{t('tags.moves', values)}</Note>
    return prepared.store === 'containerd' ? (
      <Warning key={owner.id}>{t('tags.deletes', values)}</Warning>
    ) : (
      <Note key={owner.id}>{t('tags.dangles', values)}</Note>
    )
  })
}
