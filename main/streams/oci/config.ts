import type { HistoryEntry, SourcedConfig } from '@shared/domain/imageSource'
import { z } from 'zod'
import { parseJson } from '../parseJson'
import { platformOf } from './manifest'

/** Bytes of a config that are read at most: engines take labels of 20 MB (limits.md). */
export const maxConfigBytes = 32 * 1024 * 1024

const text = z.string().nullish().catch(undefined)
const texts = z.array(z.string()).nullish().catch(undefined)
const textsOrOne = z
  .union([z.array(z.string()), z.string().transform((one) => [one])])
  .nullish()
  .catch(undefined)
const map = z.unknown().optional()
const historyEntry = z.object({
  created: text,
  created_by: text,
  comment: text,
  author: text,
  empty_layer: z.boolean().nullish().catch(undefined),
})
const runtime = z.object({
  // The engine also takes one string for a list of one.
  Entrypoint: textsOrOne,
  Cmd: textsOrOne,
  Env: texts,
  ExposedPorts: map,
  Volumes: map,
  User: text,
  WorkingDir: text,
  StopSignal: text,
  Shell: texts,
  Labels: map,
  OnBuild: texts,
})
const config = z.object({
  created: text,
  author: text,
  os: text,
  architecture: text,
  variant: text,
  config: runtime.nullish().catch(undefined),
  rootfs: z.object({ diff_ids: z.array(z.string()).nullish() }),
  history: z.array(historyEntry).nullish().catch(undefined),
})

/** The config of an image (OCI image-spec, config.md); undefined when the bytes are none. */
export function readConfig(bytes: Uint8Array): SourcedConfig | undefined {
  const parsed = parseJson(bytes)
  const read = parsed.type === 'json' ? config.safeParse(parsed.value) : undefined
  if (read?.success !== true) return undefined
  const { created, author, os, architecture, variant, config: run, rootfs, history } = read.data
  return withoutNothing<SourcedConfig>({
    created: timeOf(created),
    author: author || undefined,
    platform: os && architecture ? platformOf(os, architecture, variant) : undefined,
    entrypoint: run?.Entrypoint ?? [],
    cmd: run?.Cmd ?? [],
    env: run?.Env ?? [],
    exposedPorts: namesOf(run?.ExposedPorts),
    volumes: namesOf(run?.Volumes),
    user: run?.User || undefined,
    workdir: run?.WorkingDir || undefined,
    stopSignal: run?.StopSignal || undefined,
    shell: run?.Shell ?? undefined,
    labels: labelsOf(run?.Labels),
    onBuild: run?.OnBuild ?? [],
    diffIds: rootfs.diff_ids ?? [],
    history: (history ?? []).map(historyOf),
  })
}

function historyOf(each: z.output<typeof historyEntry>): HistoryEntry {
  return withoutNothing<HistoryEntry>({
    created: timeOf(each.created),
    createdBy: each.created_by ?? '',
    comment: each.comment ?? '',
    author: each.author || undefined,
    emptyLayer: each.empty_layer ?? false,
  })
}

/** ms since the epoch; years before 1970 stand for "not told" (Go's zero time is year 1). */
function timeOf(text: string | null | undefined): number | undefined {
  const at = text ? Date.parse(text) : Number.NaN
  return at >= 0 ? at : undefined
}

function namesOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
}

function labelsOf(value: unknown): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map()
  const entries: readonly [string, unknown][] = Object.entries(value)
  return new Map(entries.flatMap(([name, each]) => (typeof each === 'string' ? [[name, each]] : [])))
}

function withoutNothing<T extends object>(fields: T): T {
  for (const key of Object.keys(fields)) {
    if (Reflect.get(fields, key) === undefined) Reflect.deleteProperty(fields, key)
  }
  return fields
}
