import type { TransferKind, TransferView } from '@shared/domain/transfer'
import type { TransferMessage } from '@shared/domain/transferMessages'
import {
  applyTransferBytes,
  applyTransferMessage,
  beginPart,
  endTransfer,
  layerCounts,
  newTransfer,
  type TransferModel,
  transferView,
} from '@shared/domain/transferProgress'
import type { JobContext } from '../jobs/job'

/** Least time between two reports, and the time after which one comes although nothing happened (ms). */
const everyMs = 100
const quietMs = 1_000

/** Turns what an engine says into the progress and the log of a job. Must be closed. */
export type TransferNarrator = {
  message(message: TransferMessage): void
  /** All bytes so far, and how many there will be. */
  bytes(moved: number, total?: number): void
  /** The next of several; its layers are counted anew. */
  part(part: { readonly current: string; readonly done: number; readonly of: number }): void
  counts(): TransferView['counts']
  moved(): number
  /** The end state was checked. */
  end(): void
  /** Shows the last state. */
  close(): void
}

export function transferNarrator(job: JobContext, kind: TransferKind, now: () => number): TransferNarrator {
  let model: TransferModel = newTransfer(kind, now())
  let shownAt = Number.NEGATIVE_INFINITY
  const show = () => {
    shownAt = now()
    const transfer = transferView(model, shownAt)
    const { bytes, current } = transfer
    job.progress({
      done: bytes.moved,
      total: bytes.total ?? 0,
      unit: 'bytes',
      transfer,
      ...(current === undefined ? {} : { current }),
    })
  }
  const change = (next: TransferModel) => {
    model = next
    if (now() - shownAt >= everyMs) show()
  }
  // A stall is the absence of messages, so nothing else would tell of it.
  const timer = setInterval(() => {
    if (now() - shownAt >= quietMs) show()
  }, quietMs)
  show()
  return {
    message(message) {
      const line = lineOf(message, model)
      if (line !== undefined) job.log(line)
      change(applyTransferMessage(model, message, now()))
    },
    bytes: (moved, total) => change(applyTransferBytes(model, moved, total, now())),
    part: (part) => change(beginPart(model, part)),
    counts: () => layerCounts(model),
    moved: () => model.meter.bytes,
    end: () => change(endTransfer(model)),
    close() {
      clearInterval(timer)
      show()
    },
  }
}

/** As `docker pull` and `docker push` print them when their output is no terminal: each phase of a layer once. */
const words = {
  waiting: 'Waiting',
  downloading: 'Downloading',
  verifying: 'Download complete',
  extracting: 'Extracting',
  pushing: 'Pushing',
  exists: 'Already exists',
  done: 'Complete',
} as const

function lineOf(message: TransferMessage, { rows }: TransferModel): string | undefined {
  switch (message.type) {
    case 'layer':
      return rows.get(message.id)?.phase === message.phase
        ? undefined
        : `${message.id}: ${words[message.phase]}`
    case 'retry':
      return message.seconds % 5 === 0 ? `${message.id}: Retrying in ${message.seconds} seconds` : undefined
    case 'digest':
      return `${message.tag === undefined ? '' : `${message.tag}: `}Digest: ${message.digest}`
    case 'status':
      return message.status === 'downloaded' ? 'Downloaded newer image' : 'Image is up to date'
    case 'loaded':
      return `Loaded image: ${message.image}`
    case 'imported':
      return message.imageId
    case 'error':
      return message.message
    case 'note':
      return message.text === '' ? undefined : message.text
  }
}
