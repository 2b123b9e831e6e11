import { z } from 'zod'

const directive = {
  '#': /^\s*#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/,
  '//': /^\s*\/\/\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/,
} as const

const jsonSchema = z.object({ syntax: z.string() })

/**
 * The frontend image that a file asks for, found in every way in which BuildKit looks (moby/buildkit,
 * frontend/dockerfile/parser/directives.go, DetectSyntax): `# syntax=` at the top, also below a `#!` line; `// syntax=`;
 * a JSON object. A parser for the language alone sees only the first, and a hostile file would use another.
 */
export function syntaxOf(content: string): string | undefined {
  const text = content.replace(/^\ufeff/, '')
  const body = text.startsWith('#!') ? text.slice(text.indexOf('\n') + 1 || text.length) : text
  const value = atTop(body, directive['#']) ?? atTop(body, directive['//']) ?? inJson(body)
  const image = value?.trim().split(/\s+/)[0]
  return image === '' ? undefined : image
}

/** Directives end at the first line that is none. */
function atTop(text: string, pattern: RegExp): string | undefined {
  for (const line of text.split(/\r?\n/)) {
    const found = pattern.exec(line)
    if (found === null) return undefined
    if (found[1]?.toLowerCase() === 'syntax') return found[2]
  }
  return undefined
}

function inJson(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    return jsonSchema.parse(JSON.parse(text)).syntax
  } catch {
    return undefined
  }
}
