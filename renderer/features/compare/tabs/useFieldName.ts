import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'

const known = [
  'env',
  'cmd',
  'entrypoint',
  'user',
  'workdir',
  'ports',
  'exposedPorts',
  'volumes',
  'labels',
  'platform',
  'created',
  'author',
  'stopSignal',
  'shell',
  'onBuild',
  'healthcheck',
] as const

/** A setting in words; one that has none goes by its own name. */
export function useFieldName(): (field: string) => string {
  const { t } = useTranslation('compare')
  return (field) => {
    const name = known.find((one) => one === field)
    return name === undefined ? harmless(field) : t(`config.names.${name}`)
  }
}
