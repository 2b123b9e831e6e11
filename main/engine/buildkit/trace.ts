import { TextDecoder } from 'node:util'
import { fromBinary } from '@bufbuild/protobuf'
import type { Timestamp } from '@bufbuild/protobuf/wkt'
import type { BuildEvent, LogStream } from '@shared/domain/build'
import { StatusResponseSchema, type Vertex, type VertexStatus, type VertexWarning } from './gen/status_pb'

/** Decodes `moby.buildkit.trace` messages; keeps what a character that is split over two messages needs. */
export type TraceDecoder = {
  /** @param aux base64 of a StatusResponse @throws Error when it is not one */
  decode(aux: string): readonly BuildEvent[]
}

export function createTraceDecoder(): TraceDecoder {
  const texts = new Map<string, TextDecoder>()
  const textOf = (stepId: string, stream: LogStream, bytes: Uint8Array): string => {
    const key = `${stream} ${stepId}`
    const known = texts.get(key) ?? new TextDecoder('utf-8', { ignoreBOM: true })
    texts.set(key, known)
    return known.decode(bytes, { stream: true })
  }
  return {
    decode(aux) {
      const status = fromBinary(StatusResponseSchema, Buffer.from(aux, 'base64'))
      return [
        ...status.vertexes.map(stepOf),
        ...status.statuses.map(statusOf),
        ...status.logs.map((log): BuildEvent => {
          const stream = log.stream === 2n ? 'stderr' : 'stdout'
          return { type: 'log', stepId: log.vertex, stream, text: textOf(log.vertex, stream, log.msg) }
        }),
        ...status.warnings.map(warningOf),
      ]
    },
  }
}

function stepOf(vertex: Vertex): BuildEvent {
  return {
    type: 'step',
    id: vertex.digest,
    name: vertex.name,
    inputs: vertex.inputs,
    cached: vertex.cached,
    ...times(vertex),
    ...(vertex.error === '' ? {} : { error: vertex.error }),
    ...(vertex.progressGroup === undefined ? {} : { group: vertex.progressGroup.name }),
  }
}

function statusOf(status: VertexStatus): BuildEvent {
  return {
    type: 'status',
    stepId: status.vertex,
    id: status.ID,
    // buildx prints the id, which says more than the name (`transferring dockerfile:`).
    name: status.ID,
    current: Number(status.current),
    ...(status.total > 0n ? { total: Number(status.total) } : {}),
    ...times(status),
  }
}

function warningOf(warning: VertexWarning): BuildEvent {
  const text = new TextDecoder()
  return {
    type: 'warning',
    ...(warning.vertex === '' ? {} : { stepId: warning.vertex }),
    warning: {
      message: text.decode(warning.short),
      detail: warning.detail.map((line) => text.decode(line)),
      ...(warning.url === '' ? {} : { url: warning.url }),
      ...(warning.info === undefined ? {} : { file: warning.info.filename }),
      lines: warning.ranges.map(({ start, end }) => ({
        start: start?.line ?? 0,
        end: end?.line ?? start?.line ?? 0,
      })),
    },
  }
}

function times({ started, completed }: { readonly started?: Timestamp; readonly completed?: Timestamp }): {
  readonly started?: number
  readonly completed?: number
} {
  return {
    ...(started === undefined ? {} : { started: milliseconds(started) }),
    ...(completed === undefined ? {} : { completed: milliseconds(completed) }),
  }
}

/** Fractions stay: steps often take less than a millisecond. */
function milliseconds({ seconds, nanos }: Timestamp): number {
  return Number(seconds) * 1000 + nanos / 1_000_000
}
