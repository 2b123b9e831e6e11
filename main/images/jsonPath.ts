import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless, harmlessJson } from '@shared/text'

export type PathStep = string | number

const identifier = /^[A-Za-z_][A-Za-z0-9_]*/

/**
 * `.Config.Env`, `.RootFS.Layers[0]`, `.Config.Labels["a.b"]`; empty or `.` is the whole. Undefined when it is none of
 * these.
 */
export function parseJsonPath(path: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = []
  let rest = path.trim()
  if (rest === '.' || rest === '') return steps
  while (rest !== '') {
    const read = readStep(rest)
    if (read === undefined) return undefined
    steps.push(read.step)
    rest = rest.slice(read.length)
  }
  return steps
}

function readStep(rest: string): { readonly step: PathStep; readonly length: number } | undefined {
  if (rest.startsWith('.')) {
    const name = identifier.exec(rest.slice(1))?.[0]
    if (name !== undefined) return { step: name, length: name.length + 1 }
    // `.["a.b"]` as jq writes it.
    if (rest[1] !== '[') return undefined
    const read = readStep(rest.slice(1))
    return read && { step: read.step, length: read.length + 1 }
  }
  const index = /^\[(\d{1,9})\]/.exec(rest)
  if (index !== null) return { step: Number(index[1]), length: index[0].length }
  const key = /^\[("(?:[^"\\]|\\.)*")\]/s.exec(rest)
  if (key?.[1] === undefined) return undefined
  try {
    const text: unknown = JSON.parse(key[1])
    return typeof text === 'string' ? { step: text, length: key[0].length } : undefined
  } catch {
    return undefined
  }
}

/** The part that the path names. Errors: INPUT_INVALID {field: path}, PATH_NOT_FOUND {path}. */
export function pickPath(
  value: unknown,
  path: string,
): { readonly value: unknown; readonly steps: readonly PathStep[] } {
  const steps = parseJsonPath(path)
  if (steps === undefined) throw new AppFailure(appError('INPUT_INVALID', { field: 'path' }))
  let part = value
  for (const step of steps) {
    const next = child(part, step)
    if (next === undefined) {
      throw new AppFailure(appError('PATH_NOT_FOUND', { path: ellipsis(harmless(path), 200) }))
    }
    part = next.value
  }
  return { value: part, steps }
}

/** Own keys only: `__proto__` and `constructor` are labels like any other. */
function child(part: unknown, step: PathStep): { readonly value: unknown } | undefined {
  if (part === null || typeof part !== 'object') return undefined
  if (Array.isArray(part) !== (typeof step === 'number')) return undefined
  const found = Object.getOwnPropertyDescriptor(part, step)
  return found === undefined || !found.enumerable ? undefined : { value: found.value }
}

/** The template that prints the same part: `{{json .Config.Env}}`, with `index` where a Go template needs it. */
export function formatTemplate(steps: readonly PathStep[]): string {
  let expression = ''
  for (const step of steps) {
    if (typeof step === 'string' && identifier.exec(step)?.[0] === step) expression += `.${step}`
    else {
      const of = expression === '' ? '.' : expression
      expression = `(index ${of} ${typeof step === 'number' ? step : quote(step)})`
    }
  }
  return `{{json ${expression === '' ? '.' : expression}}}`
}

/** JSON's strings are Go's, but for `\/`, which JSON.stringify never writes. */
function quote(text: string): string {
  return harmlessJson(JSON.stringify(text)).replaceAll('\n', '\\n')
}
