import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import { AppDialogs } from './AppDialogs'
import { type DiskSnapshot, useImages } from './api'
import { queryClient } from './api/queryClient'
import { ToastLayer, TooltipLayer } from './components'
import { later } from './components/later'
import { DropZone, useBuildCommands } from './features/drop'
import { EngineBanner, EngineSwitcher } from './features/engine'
import {
  PageBoundary,
  Sidebar,
  useAppCommands,
  useLook,
  usePlace,
  useShortcuts,
  type View,
} from './features/frame'
import { ImagesPage } from './features/images'
import { useOpeningCommands } from './features/openings'
import { useCommands } from './features/palette'
import { useDiskAhead } from './useDiskAhead'

const ContentsPage = later(async () => (await import('./features/contents')).ContentsPage)
const ComparePage = later(async () => (await import('./features/compare')).ComparePage)
const BuildsPage = later(async () => (await import('./features/builds')).BuildsPage)
const SearchPage = later(async () => (await import('./features/search')).SearchPage)
const loadDisk = async () => await import('./features/disk')
const DiskPage = later(async () => (await loadDisk()).DiskPage)
const CleanupPage = later(async () => (await import('./features/cleanup')).CleanupPage)
const ActivityPage = later(async () => (await import('./features/activity')).ActivityPage)
const ActivityBar = later(async () => (await import('./features/activity')).ActivityBar)
const SettingsPage = later(async () => (await import('./features/settings')).SettingsPage)

const pages: Readonly<Record<View, () => ReactNode>> = {
  images: () => <ImagesPage />,
  contents: () => <ContentsPage />,
  compare: () => <ComparePage />,
  builds: () => <BuildsPage />,
  search: () => <SearchPage />,
  disk: () => <DiskPage />,
  cleanup: () => <CleanupPage />,
  activity: () => <ActivityPage />,
  settings: () => <SettingsPage />,
}

/** Pages on which most is done without one. */
const needsNoEngine: ReadonlySet<View> = new Set(['contents', 'compare', 'settings'])

async function bringDiskPage(known: Promise<DiskSnapshot | undefined>): Promise<void> {
  const [{ treeOf }, snapshot] = await Promise.all([loadDisk(), known, DiskPage.preload()])
  if (snapshot !== undefined) treeOf(snapshot.page)
}

function Window() {
  const view = usePlace((now) => now.view)
  // With nothing known to show, the list itself says what is wrong.
  const nothingKnown = (useImages().data?.rows.length ?? 0) === 0
  useDiskAhead(bringDiskPage)
  useLook()
  useShortcuts()
  useCommands('frame', useAppCommands())
  useCommands('builds', useBuildCommands())
  useCommands('openings', useOpeningCommands())
  return (
    <div className="flex h-full min-w-0">
      <Sidebar engine={<EngineSwitcher />} />
      <div className="flex min-w-0 flex-1 flex-col">
        {view === 'images' && nothingKnown ? null : <EngineBanner brief={needsNoEngine.has(view)} />}
        <main className="flex min-h-0 flex-1 flex-col">
          <PageBoundary key={view}>
            <Suspense fallback={null}>{pages[view]()}</Suspense>
          </PageBoundary>
        </main>
        <Suspense fallback={null}>
          <ActivityBar />
        </Suspense>
      </div>
      <AppDialogs />
      <DropZone />
      <ToastLayer />
      <TooltipLayer />
    </div>
  )
}

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Window />
    </QueryClientProvider>
  )
}
