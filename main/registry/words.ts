import { cut, harmless } from '@shared/text'
import { z } from 'zod'
import { parseJson } from './json'

/** Characters of a server's words that an error keeps. */
const maxWords = 500

// Docker Hub: message, detail or errinfo; distribution API: errors[] with code and message.
const said = z.object({
  message: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  errors: z
    .array(
      z.object({
        code: z.string().optional().catch(undefined),
        message: z.string().optional().catch(undefined),
      }),
    )
    .optional()
    .catch(undefined),
})

/** What a server said about an error, in plain characters and short; of a web page its title only. */
export function wordsOf(body: Buffer): string | undefined {
  if (body.length === 0) return undefined
  const parsed = parseJson(body.subarray(0, 64 * 1024))
  const words = parsed.type === 'json' ? jsonWords(parsed.value) : textWords(body)
  const short = words?.replaceAll(/\s+/g, ' ').trim()
  return short === undefined || short === '' ? undefined : cut(harmless(short), maxWords)
}

function jsonWords(value: unknown): string | undefined {
  const parsed = said.safeParse(value)
  if (!parsed.success) return undefined
  const { message, detail, errors } = parsed.data
  const first = errors?.[0]
  return message ?? detail ?? first?.message ?? first?.code
}

function textWords(body: Buffer): string | undefined {
  const text = body.subarray(0, 16 * 1024).toString('utf8')
  if (/<[a-z!]/i.test(text)) return /<title[^>]*>([^<]*)/i.exec(text)?.[1]
  return text
}
