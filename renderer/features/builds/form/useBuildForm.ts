import type { BuildPreparation } from '@shared/domain/buildForm'
import type { FileGrant } from '@shared/domain/files'
import { useEffect, useState } from 'react'
import {
  errorOf,
  type Loaded,
  strata,
  unwrap,
  useBuildPreparation,
  useBuildWeight,
  useEngine,
  useStartJob,
} from '../../../api'
import { buildSources, navigation } from '../../frame'
import { formMemory } from './drafts'
import { type BuildDraft, choicesOf, foreignFrontend, type Hindrance, hindranceOf } from './form.logic'

export type BuildFormState = {
  readonly draft: BuildDraft
  readonly change: (part: Partial<BuildDraft>) => void
  readonly prepared: Loaded<BuildPreparation>
  readonly weighing: ReturnType<typeof useBuildWeight>
  readonly job: ReturnType<typeof useStartJob>
  readonly hindrance: Hindrance | undefined
  readonly start: () => void
  /** A Dockerfile from anywhere. */
  readonly chooseDockerfile: () => void
}

export function useBuildForm(source: FileGrant): BuildFormState {
  const { grant } = source
  const [draft, setDraft] = useState(() => formMemory.draft(grant))
  const change = (part: Partial<BuildDraft>): void => {
    const next = { ...draft, ...part }
    formMemory.keep(grant, next)
    setDraft(next)
  }
  const asked = { grant, ...dockerfileOf(draft) }
  const prepared = useBuildPreparation(asked)
  const readable = prepared.data !== undefined && prepared.data.problem === undefined
  const weighing = useBuildWeight(asked, readable)
  const live = useEngine().data?.state.type === 'connected'
  const job = useStartJob()
  useEffect(() => () => void strata().builds.stopWeighing(), [])

  const hindrance =
    prepared.data === undefined
      ? 'dockerfile'
      : hindranceOf(draft, prepared.data, { live, contextBad: weighing.error !== undefined })
  return {
    draft,
    change,
    prepared,
    weighing,
    job,
    hindrance,
    start: () => {
      const { data } = prepared
      if (data === undefined || hindrance !== undefined || job.busy) return
      const { tags, buildArgs, labels, ...choices } = choicesOf(draft, data)
      const consent = foreignFrontend(data) === undefined ? {} : { foreignFrontend: true }
      void job.start(async () => {
        const { jobId } = await unwrap(
          strata().builds.start({
            ...asked,
            ...choices,
            ...consent,
            tags: [...tags],
            buildArgs: [...buildArgs],
            labels: [...labels],
          }),
        )
        buildSources.started(jobId, source)
        navigation.openBuild(jobId)
      })
    },
    chooseDockerfile: () =>
      void unwrap(strata().builds.choose({ kind: 'dockerfile' })).then(({ chosen }) => {
        if (chosen !== undefined) {
          change({ dockerfile: { grant: chosen.grant, shown: chosen.name }, target: '', agreed: undefined })
        }
      }, errorOf),
  }
}

function dockerfileOf({ dockerfile }: BuildDraft): {
  readonly dockerfile?: { name: string } | { grant: string }
} {
  if (dockerfile === undefined) return {}
  return { dockerfile: 'name' in dockerfile ? { name: dockerfile.name } : { grant: dockerfile.grant } }
}
