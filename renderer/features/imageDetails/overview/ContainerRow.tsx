import type { ContainerUse } from '@shared/domain/image'
import { harmless } from '@shared/text'
import { Circle, CirclePlay, CircleStop, MoreHorizontal, Play, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../../api'
import { type MenuEntry, MenuIconButton, Untrusted } from '../../../components'
import { dialogs } from '../../frame'
import { useRunInPlace } from './useRunInPlace'

export function ContainerRow(props: {
  readonly container: ContainerUse
  /** What is run when it is run again. */
  readonly image: string
  readonly imageId: string
  /** It was started by a name or an ID that the image does not have now. */
  readonly isOldName: boolean
}) {
  const { t } = useTranslation('details')
  const { container, image, imageId, isOldName } = props
  const { running, own = false } = container
  const live = useEngine().data?.state.type === 'connected'
  const runInPlace = useRunInPlace()
  const Icon = running ? CirclePlay : Circle
  const act = (action: 'stop' | 'remove') => () => dialogs.open({ type: 'container', action, container })
  const entries = (): readonly MenuEntry[] => [
    {
      type: 'item',
      label: t('use.runInPlace'),
      icon: Play,
      disabled: !live,
      onSelect: () => runInPlace(container, { image, imageId }),
    },
    {
      type: 'item',
      label: t('use.stop'),
      icon: CircleStop,
      disabled: !live || !running,
      onSelect: act('stop'),
    },
    {
      type: 'item',
      label: t('use.remove'),
      icon: Trash2,
      danger: true,
      disabled: !live,
      onSelect: act('remove'),
    },
  ]
  return (
    <li className="flex h-6 min-w-0 items-center gap-2" data-tip={container.id.slice(0, 12)}>
      <Icon size={14} aria-hidden className={running ? 'shrink-0 text-ok' : 'shrink-0 text-faint'} />
      <span className="clip min-w-0 flex-1" data-selectable>
        <Untrusted text={container.name} />
        {own ? <span className="ml-2 text-sm text-muted">{t('use.own')}</span> : null}
        {isOldName && container.createdFrom !== '' ? (
          <span className="ml-2 text-sm text-muted">
            {t('use.byOldName', { reference: harmless(container.createdFrom) })}
          </span>
        ) : null}
      </span>
      <span className="text-sm text-muted">
        <Untrusted text={container.state} />
      </span>
      <MenuIconButton
        size="small"
        icon={MoreHorizontal}
        label={t('use.menu', { name: harmless(container.name) })}
        entries={entries}
      />
    </li>
  )
}
