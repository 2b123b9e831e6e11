import type { WasteCause } from '@shared/domain/contents'
import { Fate } from './lives'
import type { NamedCause } from './pathRules'

export type CauseFacts = { readonly fate: number; readonly named?: NamedCause; readonly isContext: boolean }

/** Why bytes are stored that nobody sees. The same content again is told as that, whatever the path is. */
export function wasteCause({ fate, named, isContext }: CauseFacts): WasteCause {
  if (fate === Fate.sameAgain) return 'metadataChange'
  if (named === 'secrets' && fate === Fate.removed) return named
  if (isContext) return 'wholeContext'
  if (named === 'packageLists' || named === 'packageCache') return named
  if (fate === Fate.replaced) return 'overwritten'
  return named ?? 'deletedLater'
}

/** Why bytes that are seen are hardly needed; undefined for all others. */
export function keptCause({ named, isContext }: Omit<CauseFacts, 'fate'>): WasteCause | undefined {
  if (named === 'secrets') return named
  return isContext ? 'wholeContext' : named
}
