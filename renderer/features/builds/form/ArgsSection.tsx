import type { DockerfileOutline } from '@shared/domain/build'
import { looksSecret } from '@shared/domain/buildChoices'
import { useTranslation } from 'react-i18next'
import { Badge, Note, TextField, visibleText, Warning } from '../../../components'
import { type ArgRow, argRows } from './form.logic'
import { Section } from './Section'
import type { BuildFormState } from './useBuildForm'

export function ArgsSection({
  form,
  outline,
}: {
  readonly form: BuildFormState
  readonly outline: DockerfileOutline
}) {
  const { t } = useTranslation('builds')
  const rows = argRows(outline.args)
  if (rows.length === 0) return null
  const secrets = rows.filter(({ name }) => looksSecret(name)).map(({ name }) => visibleText(name))
  return (
    <Section title={t('args.title')} aside={t('args.intro')}>
      <div className="grid grid-cols-[minmax(120px,1fr)_minmax(0,2fr)_auto] items-center gap-x-3 gap-y-1.5">
        {rows.map((row) => (
          <Row key={row.name} row={row} form={form} />
        ))}
      </div>
      {secrets.length === 0 ? null : (
        <Warning>{t('args.secret', { count: secrets.length, names: secrets.join(', ') })}</Warning>
      )}
      {rows.some(({ onlyFrom }) => onlyFrom) ? <Note>{t('args.onlyFromWhy')}</Note> : null}
    </Section>
  )
}

function Row({ row, form }: { readonly row: ArgRow; readonly form: BuildFormState }) {
  const { t } = useTranslation('builds')
  const { name, defaultValue, onlyFrom } = row
  const { args } = form.draft
  const shown = visibleText(name)
  return (
    <>
      <span className="min-w-0 truncate font-mono text-sm" data-tip={shown} data-selectable>
        {shown}
      </span>
      <TextField
        label={shown}
        labelHidden
        mono
        maxLength={65_536}
        placeholder={
          defaultValue === undefined || defaultValue === '' ? t('args.empty') : visibleText(defaultValue)
        }
        value={args.get(name) ?? ''}
        onChange={(value) => form.change({ args: new Map(args).set(name, value) })}
      />
      <span className="flex gap-1">
        {defaultValue === undefined ? (
          <Badge tone="warn" tip={t('args.noDefaultWhy')}>
            {t('args.noDefault')}
          </Badge>
        ) : null}
        {onlyFrom ? <Badge tip={t('args.onlyFromWhy')}>{t('args.onlyFrom')}</Badge> : null}
      </span>
    </>
  )
}
