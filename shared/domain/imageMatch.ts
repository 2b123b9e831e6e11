import { appError } from '../errors'
import { err, ok, type Result } from '../result'
import { ellipsis, harmless } from '../text'
import { type ImageRow, useOf } from './image'
import type { ImageFilter } from './imageFilter'
import { dayMs, isUnusedFor } from './ledger'
import { compilePathMatch } from './pathMatch'
import { parseReference, withDefaultTag } from './reference'
import { referenceParts } from './referenceParts'

/** Does the image have these labels (`key` or `key=value`)? Labels are known in main only; a page leaves this out. */
export type LabelTest = (row: ImageRow, labels: readonly string[]) => boolean

type Test = (row: ImageRow) => boolean

export type FilterWorld = {
  /** The time (ms) up to which the rows are known: now, or when the list was confirmed last. */
  readonly now: number
  readonly hasLabels?: LabelTest
}

/**
 * The filter as a test of one row. `rows` are all rows, among which `before` and `since` are looked up.
 * Errors: IMAGE_NOT_FOUND or IMAGE_AMBIGUOUS {image} for `before` and `since`, INPUT_INVALID {field} for a malformed
 * `reference` glob.
 */
export function compileFilter(
  filter: ImageFilter,
  rows: readonly ImageRow[],
  { now, hasLabels }: FilterWorld,
): Result<Test> {
  const tests: Test[] = []
  const { text, use, naming, labels, before, since, reference, unusedForDays: days } = filter
  const { olderThanDays, biggerThan } = filter
  if (text !== undefined && text.trim() !== '') tests.push(textTest(text))
  if (use !== undefined) tests.push((row) => (useOf(row) === 'unused') === (use === 'unused'))
  if (naming !== undefined && naming.length > 0) tests.push((row) => naming.includes(row.naming))
  if (labels !== undefined && labels.length > 0 && hasLabels) tests.push((row) => hasLabels(row, labels))
  if (days !== undefined) tests.push((row) => isUnusedFor(row.ledger, days, now))
  if (biggerThan !== undefined) tests.push((row) => row.size > biggerThan)
  if (olderThanDays !== undefined) {
    const limit = now - olderThanDays * dayMs
    // What does not say when it was made is not known to be old.
    tests.push((row) => row.created !== undefined && row.created <= limit)
  }
  if (reference !== undefined && reference !== '') {
    const glob = referenceTest(reference)
    if (glob === undefined) return err(appError('INPUT_INVALID', { field: 'reference' }))
    tests.push(glob)
  }
  for (const [name, sign] of [
    [before, -1],
    [since, 1],
  ] as const) {
    if (name === undefined || name === '') continue
    const found = findImage(rows, name)
    if (!found.ok) return found
    const limit = found.value.created
    // An image that does not say when it was made is neither before nor after another (moby: zero times never match).
    tests.push((row) => limit !== undefined && row.created !== undefined && (row.created - limit) * sign > 0)
  }
  return ok((row) => tests.every((test) => test(row)))
}

/** Every word must be in a tag, a digest, or begin the id (with or without `sha256:`). Case does not matter. */
function textTest(text: string): Test {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return (row) => words.every((word) => rowHas(row, word))
}

function rowHas(row: ImageRow, word: string): boolean {
  if (row.tags.some((tag) => tag.toLowerCase().includes(word))) return true
  if (row.digests.some((digest) => digest.includes(word))) return true
  return row.id.startsWith(word) || row.id.slice(row.id.indexOf(':') + 1).startsWith(word)
}

function referenceTest(pattern: string): Test | undefined {
  const matches = compileReferenceMatch(pattern)
  if (matches === undefined) return undefined
  return (row) => [...row.tags, ...row.digests].some(matches)
}

/**
 * Docker's FamiliarMatch: the glob fits the whole familiar reference, or its name without tag and digest. Undefined when
 * the pattern is malformed.
 */
export function compileReferenceMatch(pattern: string): ((reference: string) => boolean) | undefined {
  const matches = compilePathMatch(pattern)
  if (matches === undefined) return undefined
  return (reference) => matches(reference) || matches(referenceParts(reference).repository)
}

/** Finds an image as the engine does: by id, by the start of its id (4 digits or more), or by any reference. */
export function findImage(rows: readonly ImageRow[], image: string): Result<ImageRow> {
  const shown = { image: ellipsis(harmless(image), 120) }
  const parsed = parseReference(image)
  if (parsed.ok) {
    const wanted = withDefaultTag(parsed.value)
    const named = rows.find((row) => ownsReference(row, wanted.familiarName, wanted.tag, wanted.digest))
    if (named !== undefined) return ok(named)
  }
  const hex = /^(?:sha256:)?([0-9a-f]{4,64})$/.exec(image)?.[1]
  if (hex === undefined) return err(appError('IMAGE_NOT_FOUND', shown))
  const byId = rows.filter((row) => row.id.slice(row.id.indexOf(':') + 1).startsWith(hex))
  const only = byId[0]
  if (only === undefined) return err(appError('IMAGE_NOT_FOUND', shown))
  return byId.length === 1 ? ok(only) : err(appError('IMAGE_AMBIGUOUS', shown))
}

function ownsReference(row: ImageRow, name: string, tag: string | undefined, digest: string | undefined) {
  // The digest decides where both are given (moby, GetImage).
  if (digest !== undefined) return row.digests.includes(`${name}@${digest}`)
  return row.tags.includes(`${name}:${tag ?? ''}`)
}

/** `key` needs the label, `key=value` needs that very value; all must hold, as in `docker images -f label=`. */
export function labelsMatch(has: ReadonlyMap<string, string>, wanted: readonly string[]): boolean {
  return wanted.every((expression) => {
    const equals = expression.indexOf('=')
    if (equals === -1) return has.has(expression)
    return has.get(expression.slice(0, equals)) === expression.slice(equals + 1)
  })
}
