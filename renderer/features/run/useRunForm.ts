import type { ImageDetails } from '@shared/domain/imageDetails'
import { useState } from 'react'
import { strata, unwrap, useImageDetails, useStartJob } from '../../api'
import { watchJob } from '../activity'
import type { DialogRequest } from '../frame'
import {
  conflictOf,
  formForImage,
  formForOptions,
  planOf,
  type Replaceable,
  type RunForm,
  type RunPlan,
} from './run.logic'

export type RunDialogRequest = Extract<DialogRequest, { type: 'run' }>

export type RunState = {
  readonly form: RunForm
  readonly details: ImageDetails | undefined
  readonly plan: RunPlan
  readonly job: ReturnType<typeof useStartJob>
  readonly replace: Replaceable | undefined
  /** The container in the way, which could give way. */
  readonly conflict: Replaceable | undefined
  readonly edit: (change: Partial<RunForm>) => void
  readonly setReplace: (container: Replaceable | undefined) => void
  /** True when the job began; the window is on it then. */
  readonly send: () => Promise<boolean>
}

/** What was typed lies over what the image proposes, whenever that comes. */
export function useRunForm({ image, imageId, options, replace: given }: RunDialogRequest): RunState {
  const details = useImageDetails(imageId ?? image).data
  const [edits, setEdits] = useState<Partial<RunForm>>({})
  const [replace, setReplace] = useState<Replaceable | undefined>(given)
  const job = useStartJob()
  const form = { ...(options === undefined ? formForImage(details) : formForOptions(options)), ...edits }
  const plan = planOf(form, image, { own: details?.command, replace })
  return {
    form,
    details,
    plan,
    job,
    replace,
    conflict: replace === undefined ? conflictOf(job.error) : undefined,
    edit: (change) => {
      setEdits((now) => ({ ...now, ...change }))
      job.clear()
    },
    setReplace: (container) => {
      setReplace(container)
      job.clear()
    },
    send: async () => {
      const { request } = plan
      if (request === undefined || job.busy) return false
      return await job.start(async () => {
        const { jobId } = await unwrap(strata().runs.run(request))
        watchJob(jobId)
      })
    },
  }
}
