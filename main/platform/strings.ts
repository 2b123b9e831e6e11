import type { JobSnapshot } from '@shared/job'

/** The few sentences that main itself says, in native menus and dialogs. Everything else comes from the page's i18n. */
export const strings = {
  menu: {
    image: 'Go',
    palette: 'Command Palette…',
    search: 'Search',
    settings: 'Settings…',
    activity: 'Activity',
    archive: 'Load from File…',
    file: 'File',
    imageFile: 'Open Image File…',
    layout: 'Open OCI Layout Folder…',
    registryImage: 'Look Inside a Registry Image…',
    compare: 'Compare Two Images…',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    about: 'About Strata',
  },
  save: { title: 'Save' },
  build: { folder: 'Choose a Folder to Build', dockerfile: 'Choose a Dockerfile' },
  open: {
    archive: 'Open an Archive',
    layout: 'Open a Folder with an OCI Layout',
    archives: 'Archives',
    allFiles: 'All Files',
  },
  quit: {
    keep: 'Keep Running',
    quit: 'Cancel Them and Quit',
  },
  about: 'A desktop image manager for Docker.',
} as const

export type QuitQuestion = { readonly message: string; readonly detail: string }

/** Says what quitting would do to each kind of running job. */
export function quitQuestion(running: readonly JobSnapshot[]): QuitQuestion {
  const waiting = running.filter(isWaiting).length
  const working = running.length - waiting
  const message =
    running.length === 1 ? 'A job has not finished.' : `${running.length} jobs have not finished.`
  const sentences = [
    ...(waiting > 0 ? [`${jobs(waiting)} still waiting to start: cancelled, nothing of it is touched.`] : []),
    ...(working > 0 ? [`${jobs(working)} at work: stopped now, what is already done stays done.`] : []),
  ]
  return { message, detail: sentences.join('\n') }
}

function isWaiting({ state }: JobSnapshot): boolean {
  return state.type === 'running' && state.progress.phase === 'waiting'
}

function jobs(count: number): string {
  return count === 1 ? '1 is' : `${count} are`
}
