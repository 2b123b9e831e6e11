export { ContentsPage } from './ContentsPage'
<<<<<<< HEAD
export { leastSizes, modeText, setOpen } from './files/tree.logic'
export { useLate } from './files/useLate'
export { choicesOf } from './platforms.logic'
export { JobProgressView } from './read/JobProgressView'
export { startReading, useReadJob } from './read/readJobs'
=======
export { FilesPanel } from './FilesPanel'
>>>>>>> d9c26fe (feat: an image's files in its details, with links from its layers, its history and its menu)
