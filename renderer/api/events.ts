import type { EngineStatus } from '@shared/domain/engine'
import type { ImageId, ImagesChange } from '@shared/domain/image'
import type { JobSnapshot, JobsChange } from '@shared/job'
import type { Settings } from '@shared/settings'
import type { QueryClient } from '@tanstack/react-query'
import { strata } from './client'
import { applyChange, type ImagesSnapshot, touchedBy } from './images.logic'
import { applyJobs } from './jobs.logic'
import { keys } from './keys'

/** Engine, job and settings events flow into the query cache; returns one unsubscribe for all. */
export function connectEvents(client: QueryClient): () => void {
  const api = strata()
  const stops = [
    api.engine.onChanged((status) => onEngine(client, status)),
    api.images.onChanged((change) => onImages(client, change)),
    api.disk.onChanged(() => onDisk(client)),
    api.contents.onWaiting((waiting) => client.setQueryData(keys.registryWait(waiting.reference), waiting)),
    api.jobs.onChanged((change) => onJobs(client, change)),
    api.settings.onChanged((settings) => onSettings(client, settings)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function onSettings(client: QueryClient, settings: Settings): void {
  const before = client.getQueryData<Settings>(keys.settings)
  client.setQueryData(keys.settings, settings)
  // The page has its own change in its cache before main has it: the plan is asked for when main has.
  if (before?.pins.length !== 0 || settings.pins.length !== 0) refresh(client, keys.plans)
}

/** Engine and store: one engine holds two sets of images when its store is switched. */
function engineOf(status: EngineStatus | undefined): string | undefined {
  if (status === undefined || status.state.type === 'connecting') return undefined
  const { engine } = status.state
  return engine && `${engine.id} ${engine.store}`
}

function onEngine(client: QueryClient, status: EngineStatus): void {
  const before = client.getQueryData<EngineStatus>(keys.engine)
  client.setQueryData(keys.engine, status)
  const moved = before !== undefined && before.endpoint.id !== status.endpoint.id
  const other = engineOf(before) !== engineOf(status)
  if (moved || other) {
    client.removeQueries({ queryKey: ['image'], type: 'inactive' })
    client.removeQueries({ queryKey: keys.disk, type: 'inactive' })
    refresh(client, ['image'])
    refresh(client, keys.plans)
  }
  const held = client.getQueryState(keys.images)
  // What could not be read before, or was read from a cache, is read as soon as the engine answers.
  if (moved || (status.state.type === 'connected' && before?.state.type !== 'connected')) {
    refresh(client, keys.images)
    refresh(client, keys.matches)
    for (const queryKey of [keys.disk, keys.opened])
      void client.invalidateQueries({ queryKey, predicate: ({ state }) => state.status === 'error' })
  } else if (held?.status === 'error') refresh(client, keys.images)
}

function onImages(client: QueryClient, change: ImagesChange): void {
  const held = client.getQueryData<ImagesSnapshot>(keys.images)
  const loading = client.getQueryState(keys.images)?.fetchStatus === 'fetching'
  const next = held === undefined ? 'refetch' : applyChange(held, change)
  // A read under way takes the changes of its time into account itself (imagesList.ts).
  if (next === 'refetch') {
    if (!loading) refresh(client, keys.images)
  } else if (next !== held) client.setQueryData(keys.images, next)
  refresh(client, keys.matches)
  refresh(client, keys.plans)
  invalidateTouched(client, touchedBy(change))
}

function invalidateTouched(client: QueryClient, touched: ReadonlySet<ImageId> | undefined): void {
  void client.invalidateQueries({
    // Layers name other images: any change may be theirs.
    predicate: ({ queryKey: [domain, id, part] }) =>
      domain === 'image' &&
      (touched === undefined || part === 'layers' || (typeof id === 'string' && touched.has(id))),
  })
}

/** In a hidden window it waits until someone looks. */
function onDisk(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: keys.disk, refetchType: document.hidden ? 'none' : 'active' })
}

function onJobs(client: QueryClient, change: JobsChange): void {
  const held = client.getQueryData<readonly JobSnapshot[]>(keys.jobs)
  if (held === undefined) refresh(client, keys.jobs)
  else client.setQueryData(keys.jobs, applyJobs(held, change))
}

function refresh(client: QueryClient, queryKey: readonly unknown[]): void {
  void client.invalidateQueries({ queryKey })
}
