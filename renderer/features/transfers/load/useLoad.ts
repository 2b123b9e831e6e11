import type { ArchiveLook } from '@shared/domain/archive'
import type { FileGrant } from '@shared/domain/files'
import type { ImageRow } from '@shared/domain/image'
import { parseChanges } from '@shared/domain/importChanges'
import type { AppError } from '@shared/errors'
import type { Result } from '@shared/result'
import { useMemo, useState } from 'react'
import { type Loaded, strata, unwrap, useArchiveLook, useImages, useStartJob } from '../../../api'
import type { PullPlan } from '../pull/pull.logic'
import { importPlan, wayOf } from './load.logic'

export type Load = {
  readonly look: Loaded<ArchiveLook>
  /** What will be done with the file; undefined while that is not known, or when there is nothing to do with it. */
  readonly way: 'load' | 'import' | undefined
  /** Set where only the person knows. */
  readonly choose: ((way: 'load' | 'import') => void) | undefined
  readonly rows: readonly ImageRow[]
  /** Of an import. */
  readonly name: { readonly typed: string; readonly plan: PullPlan; readonly set: (typed: string) => void }
  /** Settings of an import. */
  readonly changes: {
    readonly typed: string
    readonly parsed: Result<readonly string[]>
    readonly set: (typed: string) => void
  }
  readonly canStart: boolean
  readonly error: AppError | undefined
  readonly start: () => Promise<boolean>
}

const noRows: readonly ImageRow[] = []

export function useLoad(file: FileGrant, intent: 'load' | 'import'): Load {
  const { grant } = file
  const look = useArchiveLook(grant)
  const rows = useImages().data?.rows ?? noRows
  const [chosen, setChosen] = useState(intent)
  const [typed, setTyped] = useState('')
  const [changes, setChanges] = useState('')
  const parsed = useMemo(() => parseChanges(changes), [changes])
  const job = useStartJob()
  const plan = useMemo(() => importPlan(typed, rows), [typed, rows])
  const proposed = look.data === undefined ? undefined : wayOf(look.data.content)
  const way = proposed === 'choose' ? chosen : proposed
  const canStart =
    way !== undefined && !job.busy && (way === 'load' || (plan.type !== 'invalid' && parsed.ok))
  const start = async (): Promise<boolean> => {
    if (!canStart) return false
    const named = plan.type === 'valid' ? { reference: plan.canonical } : {}
    const set = changes.trim() === '' ? {} : { changes }
    // A saved image that was to be imported goes that way, so that its report says that it was loaded instead.
    const isSaved = look.data?.content.type === 'image'
    return await job.start(() =>
      way === 'import' || (intent === 'import' && isSaved)
        ? unwrap(
            strata().transfers.importRootfs({ grant, ...(way === 'import' ? { ...named, ...set } : {}) }),
          )
        : unwrap(strata().transfers.load({ grant })),
    )
  }
  return {
    look,
    way,
    choose: proposed === 'choose' ? setChosen : undefined,
    rows,
    name: { typed, plan, set: setTyped },
    changes: { typed: changes, parsed, set: setChanges },
    canStart,
    error: job.error,
    start,
  }
}
