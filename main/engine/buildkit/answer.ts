import { AppFailure, appError } from '@shared/errors'
import { cut, harmless } from '@shared/text'
import { z } from 'zod'
import { jsonLines, LineTooLong, NotJson } from '../../streams/lines'

/** One JSON message of a `/build` answer (moby, pkg/jsonmessage; BuildKit's two kinds of `id`). */
const messageSchema = z.object({
  id: z.string().optional(),
  stream: z.string().optional(),
  status: z.string().optional(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string().optional(), code: z.number().optional() }).optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).nullish(),
  aux: z.unknown().optional(),
})

export type BuildMessage = z.infer<typeof messageSchema>

/** A trace holds up to some MB of log in one line; more than this is no build. */
const maxLineBytes = 67_108_864

/**
 * The messages of a build's answer.
 * @throws AppFailure STREAM_INVALID for what is not a message, half of one at the end of a cut stream included
 */
export async function* buildMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BuildMessage, void> {
  try {
    for await (const value of jsonLines(chunks, { maxBytes: maxLineBytes })) {
      const message = messageSchema.safeParse(value)
      if (!message.success) throw invalid(JSON.stringify(value))
      yield message.data
    }
  } catch (error) {
    if (error instanceof NotJson) throw invalid(error.line)
    if (error instanceof LineTooLong) throw invalid(error.message)
    throw error
  }
}

export function invalid(what: string): AppFailure {
  return new AppFailure(
    appError('STREAM_INVALID', {}, { detail: harmless(cut(what, 2_000)), retryable: true }),
  )
}
