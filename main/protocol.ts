import { protocol, type Session } from 'electron'
import { listAppFiles } from './security/appFiles'
import { appResponse } from './security/appResponse'
import { appScheme } from './security/origin'

/** Must run before `ready`: a scheme without these privileges has no origin, no modules and no `'self'`. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** Serves `app://strata/` from the built renderer: its files and nothing else. */
export function serveApp(session: Session, folder: string): void {
  const files = listAppFiles(folder)
  session.protocol.handle(appScheme, async (request) => await appResponse(files, request))
}
