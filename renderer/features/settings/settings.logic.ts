export const undoLimits = { least: 0, most: 120 } as const

export type UndoSeconds = { readonly type: 'valid'; readonly seconds: number } | { readonly type: 'invalid' }

/** Whole seconds only; nothing is rounded or guessed. */
export function readUndoSeconds(typed: string): UndoSeconds {
  const text = typed.trim()
  if (!/^\d{1,3}$/.test(text)) return { type: 'invalid' }
  const seconds = Number(text)
  return seconds >= undoLimits.least && seconds <= undoLimits.most
    ? { type: 'valid', seconds }
    : { type: 'invalid' }
}

export function newHost(
  typed: string,
  known: readonly string[],
): 'empty' | 'known' | { readonly host: string } {
  const host = typed.trim()
  if (host === '') return 'empty'
  return known.includes(host) ? 'known' : { host }
}
