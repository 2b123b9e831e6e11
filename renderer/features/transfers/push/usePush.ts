import type { ImageRow } from '@shared/domain/image'
import { useMemo, useState } from 'react'
import { strata, unwrap, useImages, useStartJob } from '../../../api'
import {
  knownRegistries,
  type PushPlan,
  pathFor,
  pushPlan,
  pushStart,
  shownOwners,
  tagsOf,
  typedTags,
} from './push.logic'

const noRows: readonly ImageRow[] = []

/** The form's state and what it would do. */
export function usePush(row: ImageRow) {
  const rows = useImages().data?.rows ?? noRows
  const registries = useMemo(() => knownRegistries(rows), [rows])
  const [start] = useState(() => pushStart(row, registries))
  const [registry, setRegistry] = useState(start.registry)
  const [isTyped, setTyped] = useState(false)
  const [path, setPath] = useState(start.path)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(start.tags))
  const own = tagsOf(row)
  const [more, setMore] = useState(own.length === 0 ? 'latest' : '')
  const job = useStartJob()
  const tags = useMemo(
    () => [...new Set([...own.filter((tag) => ticked.has(tag)), ...typedTags(more)])],
    [own, ticked, more],
  )
  const plan: PushPlan = useMemo(
    () => pushPlan(row, { registry, path, tags }, rows),
    [row, registry, path, tags, rows],
  )
  return {
    registries,
    registry,
    isTyped,
    path,
    own,
    ticked,
    more,
    plan,
    job,
    chooseRegistry: (next: string | undefined): void => {
      setTyped(next === undefined)
      setRegistry(next ?? '')
      if (next !== undefined) setPath(pathFor(row, next))
      job.clear()
    },
    setRegistry,
    setPath,
    setMore,
    tick: (tag: string, on: boolean): void => {
      const next = new Set(ticked)
      if (on) next.add(tag)
      else next.delete(tag)
      setTicked(next)
    },
    send: async (): Promise<boolean> => {
      if (plan.type !== 'valid') return false
      const owners = [...shownOwners(plan.targets)]
      const input = { imageId: row.id, repository: plan.repository, tags: [...tags] }
      return await job.start(() => unwrap(strata().transfers.push({ ...input, owners })))
    },
  }
}

export type Push = ReturnType<typeof usePush>
