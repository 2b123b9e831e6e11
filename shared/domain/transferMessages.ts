import type { LayerPhase, PullStatus } from './transfer'

/** One message of an engine's pull, push or load, as far as it means anything. */
export type TransferMessage =
  | {
      readonly type: 'layer'
      readonly id: string
      readonly phase: LayerPhase
      readonly current?: number
      readonly total?: number
    }
  | { readonly type: 'retry'; readonly id: string; readonly seconds: number }
  | { readonly type: 'digest'; readonly digest: string; readonly tag?: string; readonly size?: number }
  | { readonly type: 'status'; readonly status: PullStatus }
  /** `reference` or `imageId` that a load names. */
  | { readonly type: 'loaded'; readonly image: string }
  /** What an import answers. */
  | { readonly type: 'imported'; readonly imageId: string }
  /** In-band: the request had answered 200 by then. */
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'note'; readonly text: string }

type Json = Readonly<Record<string, unknown>>

/** moby: distribution/pull_v2.go, push_v2.go, xfer/*.go, daemon/containerd/progress.go, image/tarexport/load.go. */
const phases: ReadonlyMap<string, LayerPhase> = new Map([
  ['pulling fs layer', 'waiting'],
  ['waiting', 'waiting'],
  ['preparing', 'waiting'],
  ['downloading', 'downloading'],
  ['verifying checksum', 'verifying'],
  ['download complete', 'verifying'],
  ['extracting', 'extracting'],
  ['loading layer', 'extracting'],
  ['pull complete', 'done'],
  ['pushing', 'pushing'],
  ['pushed', 'done'],
  ['already exists', 'exists'],
  ['layer already exists', 'exists'],
])

const layerId = /^[0-9a-f]{12}$/
const digestText = /^sha256:[0-9a-f]{64}$/

/** undefined for what is no message at all (not an object). Nothing that an engine sends can make it throw. */
export function decodeTransferMessage(value: unknown): TransferMessage | undefined {
  if (!isJson(value)) return undefined
  const message = errorOf(value)
  if (message !== undefined) return { type: 'error', message }
  const { status, stream } = value
  if (isJson(value.aux)) return auxOf(value.aux) ?? { type: 'note', text: '' }
  if (typeof stream === 'string') return loadedOf(stream)
  if (typeof status !== 'string') return { type: 'note', text: '' }
  const id = typeof value.id === 'string' ? value.id : undefined
  if (id !== undefined && layerId.test(id)) {
    return layerOf(id, status, value.progressDetail) ?? { type: 'note', text: `${id}: ${status}` }
  }
  return statusOf(status) ?? { type: 'note', text: id === undefined ? status : `${id}: ${status}` }
}

function errorOf({ error, errorDetail }: Json): string | undefined {
  if (isJson(errorDetail) && typeof errorDetail.message === 'string' && errorDetail.message !== '') {
    return errorDetail.message
  }
  if (typeof error === 'string') return error
  return error === undefined && errorDetail === undefined ? undefined : 'unknown'
}

function layerOf(id: string, status: string, detail: unknown): TransferMessage | undefined {
  const retry = /^retrying in (\d{1,6}) seconds?/i.exec(status)
  if (retry !== null) return { type: 'retry', id, seconds: Number(retry[1]) }
  // A layer that another repository of the same registry has: `Mounted from library/alpine`.
  const phase = /^mounted from /i.test(status) ? 'exists' : phases.get(status.toLowerCase())
  return phase === undefined ? undefined : { type: 'layer', id, phase, ...amounts(detail) }
}

/** The containerd store counts the seconds of an extraction: `{"current":3,"units":"s"}`. Those are no bytes. */
function amounts(detail: unknown): { readonly current?: number; readonly total?: number } {
  if (!isJson(detail) || (detail.units !== undefined && detail.units !== '')) return {}
  const current = bytes(detail.current)
  const total = bytes(detail.total)
  return {
    ...(current === undefined ? {} : { current }),
    // 0 is what an engine writes for "unknown".
    ...(total === undefined || total === 0 ? {} : { total }),
  }
}

function bytes(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

function statusOf(status: string): TransferMessage | undefined {
  const pulled = /^Digest: (sha256:[0-9a-f]{64})$/.exec(status)
  if (pulled?.[1] !== undefined) return { type: 'digest', digest: pulled[1] }
  const pushed = /^(\S+): digest: (sha256:[0-9a-f]{64}) size: (\d{1,15})$/.exec(status)
  if (pushed?.[1] !== undefined && pushed[2] !== undefined) {
    return { type: 'digest', tag: pushed[1], digest: pushed[2], size: Number(pushed[3]) }
  }
  if (status.startsWith('Status: Downloaded newer image for '))
    return { type: 'status', status: 'downloaded' }
  if (status.startsWith('Status: Image is up to date for ')) return { type: 'status', status: 'upToDate' }
  return digestText.test(status) ? { type: 'imported', imageId: status } : undefined
}

/** `{"Tag":"1","Digest":"sha256:…","Size":1234}` at the end of a push. */
function auxOf(aux: Json): TransferMessage | undefined {
  const { Digest: digest, Tag: tag, Size: size } = aux
  if (typeof digest !== 'string' || !digestText.test(digest)) return undefined
  const length = bytes(size)
  return {
    type: 'digest',
    digest,
    ...(typeof tag === 'string' ? { tag } : {}),
    ...(length === undefined ? {} : { size: length }),
  }
}

function loadedOf(stream: string): TransferMessage {
  const text = stream.replace(/\n$/, '')
  const loaded = /^Loaded image(?: ID)?: (\S+)$/.exec(text)
  return loaded?.[1] === undefined ? { type: 'note', text } : { type: 'loaded', image: loaded[1] }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
