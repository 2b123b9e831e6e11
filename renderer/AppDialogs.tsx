import { assertNever } from '@shared/assertNever'
import { type ReactNode, Suspense } from 'react'
import { later } from './components/later'
import { EngineDialog } from './features/engine'
import { type DialogRequest, dialogs, useShownDialog } from './features/frame'
import { ViewNameDialog } from './features/images'
import { RegistryImageDialog } from './features/openings'
import { PaletteDialog } from './features/palette'

// Each dialog comes with its own file, loaded when it is first asked for.
const TagDialog = later(async () => (await import('./features/cleanup')).TagDialog)
const RemoveDialog = later(async () => (await import('./features/cleanup')).RemoveDialog)
const PullDialog = later(async () => (await import('./features/transfers')).PullDialog)
const PushDialog = later(async () => (await import('./features/transfers')).PushDialog)
const RunDialog = later(async () => (await import('./features/run')).RunDialog)
const ContainerDialog = later(async () => (await import('./features/run')).ContainerDialog)
const SaveDialog = later(async () => (await import('./features/transfers')).SaveDialog)
const LoadDialog = later(async () => (await import('./features/transfers')).LoadDialog)
const EngineImageDialog = later(async () => (await import('./features/compare')).EngineImageDialog)

function dialogFor(request: DialogRequest): ReactNode {
  switch (request.type) {
    case 'tag':
      return <TagDialog key={request.row.id} row={request.row} onClose={dialogs.close} />
    case 'remove':
      return <RemoveDialog targets={request.targets} onClose={dialogs.close} />
    case 'pull':
      return <PullDialog reference={request.reference} platform={request.platform} onClose={dialogs.close} />
    case 'push':
      return <PushDialog key={request.row.id} row={request.row} onClose={dialogs.close} />
    case 'run':
      return <RunDialog request={request} onClose={dialogs.close} />
    case 'container':
      return <ContainerDialog action={request.action} container={request.container} onClose={dialogs.close} />
    case 'save':
      return <SaveDialog rows={request.rows} onClose={dialogs.close} />
    case 'load':
      return (
        <LoadDialog
          key={request.file.grant}
          file={request.file}
          intent={request.intent}
          onClose={dialogs.close}
        />
      )
    case 'imageView':
      return (
        <ViewNameDialog
          view={request.view}
          {...(request.old !== undefined && { old: request.old })}
          onClose={dialogs.close}
        />
      )
    case 'registryImage':
      return <RegistryImageDialog reference={request.reference} to={request.to} onClose={dialogs.close} />
    case 'engineImage':
      return <EngineImageDialog side={request.side} onClose={dialogs.close} />
    case 'engines':
      return <EngineDialog onClose={dialogs.close} />
    case 'palette':
      return <PaletteDialog onClose={dialogs.close} />
    default:
      return assertNever(request)
  }
}

/** Mounted once. */
export function AppDialogs() {
  const request = useShownDialog()
  return request === undefined ? null : <Suspense fallback={null}>{dialogFor(request)}</Suspense>
}
