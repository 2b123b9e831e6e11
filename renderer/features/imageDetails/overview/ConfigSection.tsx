import type { HealthcheckView, ImageDetails } from '@shared/domain/imageDetails'
import { durationParts } from '@shared/format'
import { useTranslation } from 'react-i18next'
import { Badge, Fact, Facts, Mono, Untrusted } from '../../../components'
import { shellLine } from './command.logic'
import { healthWords, runsAsRoot } from './overview.logic'
import { Remark, Section } from './Section'

export function ConfigSection({ details }: { readonly details: ImageDetails }) {
  const { t } = useTranslation('details')
  return (
    <Section title={t('section.config')}>
      <Facts>
        <Fact label={t('config.user')}>
          <User user={details.user} />
        </Fact>
        <Fact label={t('config.workdir')}>
          <Value text={details.workdir} otherwise={t('config.workdirDefault')} />
        </Fact>
        <Fact label={t('config.ports')}>
          <Values texts={details.ports} remark={t('config.portsRemark')} />
        </Fact>
        <Fact label={t('config.volumes')}>
          <Values texts={details.volumes} remark={t('config.volumesRemark')} />
        </Fact>
        <Fact label={t('config.health')}>
          <Health check={details.healthcheck} />
        </Fact>
        <Fact label={t('config.stopSignal')}>
          <Value text={details.stopSignal} otherwise={t('config.stopSignalDefault')} />
        </Fact>
        <Fact label={t('config.shell')}>
          <Value
            text={details.shell === undefined ? undefined : shellLine(details.shell)}
            otherwise={t('config.shellDefault')}
          />
        </Fact>
      </Facts>
    </Section>
  )
}

function Value({ text, otherwise }: { readonly text: string | undefined; readonly otherwise: string }) {
  return text === undefined || text === '' ? (
    <span className="text-muted">{otherwise}</span>
  ) : (
    <Mono>{text}</Mono>
  )
}

function Values({ texts, remark }: { readonly texts: readonly string[]; readonly remark: string }) {
  const { t } = useTranslation('details')
  if (texts.length === 0) return <span className="text-muted">{t('run.none')}</span>
  return (
    <>
      <ul className="m-0 flex list-none flex-wrap gap-x-3 p-0">
        {texts.map((text) => (
          <li key={text}>
            <Mono>{text}</Mono>
          </li>
        ))}
      </ul>
      <Remark>{remark}</Remark>
    </>
  )
}

function User({ user }: { readonly user: string | undefined }) {
  const { t } = useTranslation('details')
  const unset = user === undefined || user === ''
  if (!runsAsRoot(user)) return <Mono>{user ?? ''}</Mono>
  return (
    <>
      <span className="inline-flex items-center gap-2">
        {unset ? <span className="text-muted">{t('config.userDefault')}</span> : <Untrusted text={user} />}
        <Badge tone="warn">{t('config.root')}</Badge>
      </span>
      <Remark>{t('config.rootRemark')}</Remark>
    </>
  )
}

function useDuration(): (ms: number) => string {
  const { i18n } = useTranslation()
  return (ms) =>
    durationParts(ms)
      .map(({ value, unit }) =>
        new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'short' }).format(value),
      )
      .join(' ')
}

function Health({ check }: { readonly check: HealthcheckView | undefined }) {
  const { t } = useTranslation('details')
  const duration = useDuration()
  const words = healthWords(check)
  if (words.type === 'none') return <span className="text-muted">{t('config.healthNone')}</span>
  if (words.type === 'disabled') return <>{t('config.healthDisabled')}</>
  return (
    <>
      <code className="font-mono text-sm whitespace-pre-wrap">
        <Untrusted text={shellLine(words.test)} lines />
      </code>
      <Remark>
        {t('config.healthWords', {
          interval: duration(words.intervalMs),
          timeout: duration(words.timeoutMs),
          count: words.retries,
        })}{' '}
        {words.startPeriodMs > 0 ? t('config.healthStart', { start: duration(words.startPeriodMs) }) : null}
      </Remark>
    </>
  )
}
