import { breakCommand } from '@shared/breakCommand'
import type { ContentBase, DockerfileLine, LayersView } from '@shared/domain/contents'
import { harmless } from '@shared/text'

/** Lines of the view, oldest first as in a Dockerfile. */
export type ShownLine =
  | { readonly type: 'step'; readonly line: DockerfileLine; readonly index: number }
  | { readonly type: 'baseEnds' }

export function shownLines(view: Pick<LayersView, 'dockerfile' | 'base'>): readonly ShownLine[] {
  const { dockerfile, base } = view
  const end = base === undefined ? -1 : dockerfile.findLastIndex(({ isBase }) => isBase)
  return dockerfile.flatMap((line, index): readonly ShownLine[] => {
    const step = { type: 'step', line, index } as const
    return index === end && index < dockerfile.length - 1 ? [step, { type: 'baseEnds' }] : [step]
  })
}

/** A record says it (`parent`, `annotation`), or it is concluded. */
export const isGuess = ({ known }: ContentBase): boolean => known === 'chain' || known === 'history'

export type BaseSums = { readonly base: number; readonly own: number; readonly total: number }

export function baseSums({ base, totals }: Pick<LayersView, 'base' | 'totals'>): BaseSums {
  const below = Math.min(base?.bytes ?? 0, totals.bytes)
  return { base: below, own: totals.bytes - below, total: totals.bytes }
}

/** Share of the biggest step, 0..1; anything that has bytes stays visible. */
export function barShare(bytes: number, biggest: number): number {
  return bytes <= 0 || biggest <= 0 ? 0 : Math.max(0.01, Math.min(1, bytes / biggest))
}

export type TextWords = {
  readonly head: string
  /** Of the line between base and own: undefined where there is none. */
  readonly base: string | undefined
  readonly own: string
  readonly cut: string
}

/**
 * The same as text to keep: what the base brought is commented out under a FROM, when the base has a name; else all
 * stands on `scratch`. Nothing in it acts on a terminal.
 */
export function asText(view: Pick<LayersView, 'dockerfile' | 'base'>, words: TextWords): string {
  const { dockerfile, base } = view
  const isBelow = (line: DockerfileLine): boolean => base !== undefined && line.isBase
  const below = dockerfile.filter(isBelow).flatMap((line) => stepText(line, words.cut))
  const own = dockerfile.filter((line) => !isBelow(line)).flatMap((line) => stepText(line, words.cut))
  const from = base?.name === undefined ? 'scratch' : oneLine(base.name)
  const named = base?.name !== undefined
  return [
    comment(words.head),
    '',
    ...(words.base === undefined ? [] : [comment(words.base)]),
    ...(named ? below.map(comment) : []),
    `FROM ${from}`,
    ...(named ? [] : below),
    ...(base === undefined ? [] : ['', comment(words.own)]),
    ...own,
    '',
  ].join('\n')
}

function stepText({ instruction }: DockerfileLine, cut: string): readonly string[] {
  const { text, length } = instruction.text
  if (text.trim() === '') return []
  const lines = breakCommand(harmless(text, { keepNewlines: true, keepTabs: true })).split('\n')
  return length > text.length ? [...lines, comment(cut)] : lines
}

const comment = (text: string): string => (text === '' ? '#' : `# ${text}`)
const oneLine = (text: string): string => harmless(text).replace(/\s+/g, ' ')
