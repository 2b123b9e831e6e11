import {
  Activity,
  BrushCleaning,
  Command,
  FolderTree,
  GitCompareArrows,
  Hammer,
  HardDrive,
  Layers,
  type LucideIcon,
  Search,
  Settings,
} from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useImages, useJobs, useSettings } from '../../api'
import { cx, KeyHint } from '../../components'
import { dialogs } from './dialogs'
import { navigation, usePlace, type View } from './navigation'
import { keysFor } from './platform'
import { countShown } from './sidebar.logic'

/** Engine on top, the places that exist, the palette at the foot. */
export function Sidebar({ engine }: { readonly engine: ReactNode }) {
  const { t, i18n } = useTranslation('frame')
  const rows = useImages().data?.rows
  const { showIntermediate } = useSettings()
  const images = useMemo(
    () => (rows === undefined ? undefined : countShown(rows, showIntermediate)),
    [rows, showIntermediate],
  )
  const running = useJobs().data?.filter((job) => job.state.type === 'running').length ?? 0
  const number = (value: number): string => value.toLocaleString(i18n.language)
  return (
    <div className="flex w-[184px] shrink-0 flex-col border-r border-line bg-side">
      {engine}
      <nav aria-label={t('navigation')} className="flex flex-col gap-px p-2">
        <NavItem
          view="images"
          icon={Layers}
          label={t('images')}
          count={images === undefined ? undefined : number(images)}
          countLabel={images === undefined ? undefined : t('imagesCount', { count: images })}
        />
        <NavItem view="contents" icon={FolderTree} label={t('contents')} />
        <NavItem view="compare" icon={GitCompareArrows} label={t('compare')} />
        <NavItem view="builds" icon={Hammer} label={t('builds')} />
        <NavItem view="search" icon={Search} label={t('search')} />
        <NavItem view="disk" icon={HardDrive} label={t('disk')} />
        <NavItem view="cleanup" icon={BrushCleaning} label={t('cleanup')} />
        <NavItem
          view="activity"
          icon={Activity}
          label={t('activity')}
          count={running === 0 ? undefined : number(running)}
          countLabel={running === 0 ? undefined : t('running', { count: running })}
        />
        <NavItem view="settings" icon={Settings} label={t('settings')} />
      </nav>
      <div className="flex-1" />
      <button
        type="button"
        onClick={() => dialogs.open({ type: 'palette' })}
        className="m-2 flex h-7 items-center gap-2 rounded-md px-2 text-muted hover:bg-hover hover:text-fg"
      >
        <Command size={16} aria-hidden className="shrink-0" />
        <span className="clip flex-1 text-left">{t('palette')}</span>
        <KeyHint keys={keysFor('K')} />
      </button>
    </div>
  )
}

function NavItem(props: {
  readonly view: View
  readonly icon: LucideIcon
  readonly label: string
  readonly count?: string | undefined
  readonly countLabel?: string | undefined
}) {
  const { view, icon: Icon, label, count, countLabel } = props
  const current = usePlace((now) => now.view === view)
  return (
    <button
      type="button"
      aria-current={current ? 'page' : undefined}
      aria-label={countLabel === undefined ? undefined : `${label}, ${countLabel}`}
      onClick={() => navigation.goTo(view)}
      className={cx(
        'flex h-7 items-center gap-2 rounded-md px-2 text-left',
        current ? 'bg-press text-fg' : 'text-muted hover:bg-hover hover:text-fg',
      )}
    >
      <Icon size={16} aria-hidden className="shrink-0" />
      <span className="clip flex-1">{label}</span>
      {count === undefined ? null : <span className="text-sm text-muted">{count}</span>}
    </button>
  )
}
