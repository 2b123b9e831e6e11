import { useTranslation } from 'react-i18next'
import { CommandLine } from '../../components'
import { unpackCommand } from './unpack.logic'

/** What to do with a file that only an engine can unpack, to look inside all the same. */
export function UnpackHint({ packing, name }: { readonly packing: string; readonly name: string }) {
  const { t } = useTranslation('openings')
  const command = unpackCommand(packing, name)
  return command === undefined ? null : <CommandLine command={command} label={t('unpack')} />
}
