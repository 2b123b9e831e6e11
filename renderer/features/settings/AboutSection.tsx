import type { EngineStatus } from '@shared/domain/engine'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAppInfo, useEngine } from '../../api'
import { CopyButton, Mono } from '../../components'
import { SettingsSection } from './SettingsSection'

export function AboutSection() {
  const { t } = useTranslation('settings')
  const info = useAppInfo().data
  const engine = useEngine().data
  return (
    <SettingsSection title={t('about')}>
      <dl className="m-0 grid grid-cols-[120px_minmax(0,1fr)] gap-x-3 gap-y-1" data-selectable>
        {info === undefined ? null : (
          <>
            <Fact label={t('version')}>{info.version}</Fact>
            <Fact label={t('electron')}>{info.electron}</Fact>
            <Fact label={t('platform')}>{t(`platforms.${info.platform}`)}</Fact>
          </>
        )}
        <Fact label={t('engine')}>
          <EngineWords status={engine} />
        </Fact>
        {info === undefined ? null : (
          <Fact label={t('dataFolder')}>
            <span className="flex items-start gap-1">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <Mono>{info.dataFolder}</Mono>
              </span>
              <CopyButton text={info.dataFolder} label={t('copyFolder')} />
            </span>
            <span className="text-sm text-muted">{t('dataFolderHint')}</span>
          </Fact>
        )}
      </dl>
    </SettingsSection>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="m-0 min-w-0">{children}</dd>
    </>
  )
}

function EngineWords({ status }: { readonly status: EngineStatus | undefined }) {
  const { t } = useTranslation('settings')
  if (status?.state.type !== 'connected') return <span className="text-muted">{t('engineNone')}</span>
  const { version, apiVersion, store } = status.state.engine
  return <>{t('engineValue', { version, api: apiVersion, store: t(`store.${store}`) })}</>
}
