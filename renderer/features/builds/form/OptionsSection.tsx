import { platforms } from '@shared/domain/platforms'
import { useTranslation } from 'react-i18next'
import { Checkbox, Select } from '../../../components'
import { Section } from './Section'
import type { BuildFormState } from './useBuildForm'

const networks = ['default', 'none', 'host'] as const

export function OptionsSection({ form }: { readonly form: BuildFormState }) {
  const { t } = useTranslation('builds')
  const { noCache, pull, platform, network } = form.draft
  return (
    <Section title={t('options.title')}>
      <div className="flex flex-col gap-1.5">
        <Checkbox
          checked={noCache}
          onChange={(next) => form.change({ noCache: next })}
          label={t('options.noCache')}
          hint={t('options.noCacheHint')}
        />
        <Checkbox
          checked={pull}
          onChange={(next) => form.change({ pull: next })}
          label={t('options.pull')}
          hint={t('options.pullHint')}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Select
          label={t('options.platform')}
          value={platform}
          options={[
            { value: '', label: t('options.platformOwn') },
            ...platforms.map((value) => ({ value, label: value })),
          ]}
          onChange={(next) => form.change({ platform: next })}
        />
        <Select
          label={t('options.network')}
          value={network}
          options={networks.map((value) => ({ value, label: t(`options.networks.${value}`) }))}
          onChange={(next) => form.change({ network: next })}
        />
      </div>
    </Section>
  )
}
