import { decodeTransferMessage, type TransferMessage } from '@shared/domain/transferMessages'
import { AppFailure, appError } from '@shared/errors'
import { cut, harmless } from '@shared/text'
import { jsonLines, LineTooLong, NotJson } from '../../streams/lines'
import type { OpenAnswer } from '../http/engineHttp'
import { type RegistryErrand, streamFailure } from './registryRefusal'

/** Progress lines have some hundred bytes; one of more than this is none. */
const maxLineBytes = 4_194_304

/**
 * The messages of a streamed answer; it is ended whatever happens.
 * @throws AppFailure for an error inside of the stream, STREAM_BROKEN, STREAM_INVALID; the signal's reason
 */
export async function* transferMessages(
  answer: OpenAnswer,
  errand?: RegistryErrand,
): AsyncGenerator<TransferMessage, void> {
  try {
    for await (const value of jsonLines(answer.chunks, { maxBytes: maxLineBytes })) {
      const message = decodeTransferMessage(value)
      if (message === undefined) throw invalid(JSON.stringify(value))
      if (message.type === 'error') throw streamFailure(message.message, errand)
      yield message
    }
    if (!answer.isWhole()) throw broken('the answer was cut off')
  } catch (error) {
    throw explained(answer, error)
  } finally {
    answer.end()
  }
}

/** The bytes of a streamed answer; it is ended whatever happens. @throws as transferMessages */
export async function* answerBytes(answer: OpenAnswer): AsyncGenerator<Uint8Array, void> {
  try {
    yield* answer.chunks
    if (!answer.isWhole()) throw broken('the answer was cut off')
  } catch (error) {
    throw explained(answer, error)
  } finally {
    answer.end()
  }
}

function explained(answer: OpenAnswer, error: unknown): unknown {
  if (error instanceof NotJson) return invalid(error.line)
  if (error instanceof LineTooLong) return invalid(error.message)
  return cutOff(answer.explain(error))
}

/** An engine that is lost in the middle of a stream broke that stream. */
export function cutOff(reason: unknown): unknown {
  if (!(reason instanceof AppFailure) || reason.error.code !== 'ENGINE_LOST') return reason
  return broken(reason.error.detail ?? 'the connection closed', reason)
}

function invalid(what: string): AppFailure {
  return new AppFailure(
    appError('STREAM_INVALID', {}, { detail: harmless(cut(what, 2_000)), retryable: true }),
  )
}

function broken(detail: string, cause?: unknown): AppFailure {
  return new AppFailure(appError('STREAM_BROKEN', {}, { detail: harmless(detail), retryable: true }), cause)
}
