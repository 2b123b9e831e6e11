import type { OpenedImage } from '@shared/domain/contents'
import { shortId } from '@shared/domain/digest'
import { harmless } from '@shared/text'
import { Cpu } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { MenuButton, type MenuEntry } from '../../../components'
import { choicesOf } from '../../contents'
import { type ComparedImage, compareSides, type SideName } from '../../frame'

const mostEntries = 200

/** Which of the place's images is compared. */
export function SidePlatform(props: {
  readonly side: SideName
  readonly chosen: ComparedImage
  readonly image: OpenedImage
}) {
  const { t } = useTranslation('contents')
  const { side, chosen, image } = props
  const here = image.platform === undefined ? undefined : harmless(image.platform)
  const choices = choicesOf(image.tree ?? []).filter(({ id }) => id !== undefined)
  if (choices.length < 2) return here === undefined ? null : <span>{here}</span>
  const entries = (): readonly MenuEntry[] =>
    choices.slice(0, mostEntries).map(({ id = '', platform, references }) => ({
      type: 'check',
      label: [references[0] ?? '', platform ?? shortId(id)]
        .filter((part) => part !== '')
        .map((part) => harmless(part))
        .join(' · '),
      checked: id === image.id,
      onChange: () => compareSides.put(side, { ...chosen, choice: id }),
    }))
  return (
    <MenuButton size="small" variant="ghost" icon={Cpu} menuLabel={t('platform.choose')} entries={entries}>
      {here ?? t('platform.choose')}
    </MenuButton>
  )
}
