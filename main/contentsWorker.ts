import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { openArchive } from './archive/openArchive'
import { openSaveStream } from './archive/openSaveStream'
import { createAnalyst } from './contents/worker/createAnalyst'
import { serve } from './contents/worker/serve'
import { createIndexStore } from './layers/store/indexStore'

/** What services.ts starts this thread with. */
const settings = z.object({ folder: z.string(), capBytes: z.number() }).parse(workerData)

/** The thread that reads images: the other composition root, where archives meet the index of layers. */
if (parentPort !== null) {
  const store = createIndexStore(settings.folder, { capBytes: settings.capBytes })
  serve(parentPort, createAnalyst({ store, openArchive, openSaveStream }))
}
