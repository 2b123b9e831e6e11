import type { EngineStatus } from '@shared/domain/engine'
import { useTranslation } from 'react-i18next'
import { useAppInfo, useEngine } from '../../api'
import { CopyButton, Fact, Facts, Mono } from '../../components'
import { SettingsSection } from './SettingsSection'

export function AboutSection() {
  const { t } = useTranslation('settings')
  const info = useAppInfo().data
  const engine = useEngine().data
  return (
    <SettingsSection title={t('about')}>
      <Facts>
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
      </Facts>
    </SettingsSection>
  )
}

function EngineWords({ status }: { readonly status: EngineStatus | undefined }) {
  const { t } = useTranslation('settings')
  if (status?.state.type !== 'connected') return <span className="text-muted">{t('engineNone')}</span>
  const { version, apiVersion, store } = status.state.engine
  return <>{t('engineValue', { version, api: apiVersion, store: t(`store.${store}`) })}</>
}
