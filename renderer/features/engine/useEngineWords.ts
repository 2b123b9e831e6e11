import type { EngineStatus } from '@shared/domain/engine'
import { useTranslation } from 'react-i18next'
import { visibleText } from '../../components'
import { infoOf, wordOf } from './engine.logic'

export type EngineWords = {
  readonly name: string
  readonly state: string
  /** Version and store, as far as known. */
  readonly about: string | undefined
}

export function useEngineWords(status: EngineStatus | undefined): EngineWords {
  const { t } = useTranslation('engine')
  if (status === undefined) return { name: '', state: t('state.connecting'), about: undefined }
  const info = infoOf(status.state)
  return {
    name: visibleText(status.endpoint.name),
    state: t(`state.${wordOf(status.state)}`),
    about: info === undefined ? undefined : `${visibleText(info.version)} · ${t(`store.${info.store}`)}`,
  }
}
