import type { OpenedImage } from '@shared/domain/contents'
import { shortId } from '@shared/domain/digest'
import { harmless } from '@shared/text'
import { Cpu } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { MenuButton, type MenuEntry } from '../../components'
import { type ContentsPlace, navigation } from '../frame'
import { choicesOf, type PlatformChoice, shownId } from './platforms.logic'

const mostEntries = 200

/** The other images of the same place. One that is not here can't be chosen, and says so. */
export function PlatformMenu({ image, open }: { readonly image: OpenedImage; readonly open: ContentsPlace }) {
  const { t } = useTranslation('contents')
  const choices = choicesOf(image.tree ?? [])
  const here = image.platform === undefined ? undefined : harmless(image.platform)
  // An engine opens what it was asked for, whatever else its save holds.
  if (choices.length < 2 || image.place === 'engine')
    return here === undefined ? null : <span className="text-sm text-muted">{here}</span>
  const labelOf = (choice: PlatformChoice): string =>
    [
      harmless(choice.references[0] ?? ''),
      harmless(choice.platform ?? (choice.id === undefined ? t('platform.unknown') : shortId(choice.id))),
      choice.missing ? t('platform.missing') : choice.id === undefined ? t('platform.unreadable') : '',
    ]
      .filter((part) => part !== '')
      .join(' · ')
  const entries = (): readonly MenuEntry[] =>
    choices.slice(0, mostEntries).map((choice) => ({
      type: 'check',
      label: labelOf(choice),
      checked: choice.id === shownId(image) || (choice.id !== undefined && choice.id === open.choice),
      disabled: choice.id === undefined,
      onChange: () => navigation.openContents({ place: open.place, choice: choice.id, tab: open.tab }),
    }))
  return (
    <MenuButton size="small" icon={Cpu} menuLabel={t('platform.menu')} entries={entries}>
      {here ?? t('platform.choose')}
    </MenuButton>
  )
}
