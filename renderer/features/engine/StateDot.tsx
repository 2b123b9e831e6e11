import { cx } from '../../components'
import type { EngineWord } from './engine.logic'

const shapes: Readonly<Record<EngineWord, string>> = {
  connected: 'bg-ok',
  connecting: 'border-2 border-warn',
  lost: 'rounded-none bg-danger',
  unreachable: 'rounded-none bg-danger',
}

/** Full circle, ring, square: told apart without colour too; the word stands beside it. */
export function StateDot({ word }: { readonly word: EngineWord }) {
  return <span aria-hidden className={cx('size-2 shrink-0 rounded-full', shapes[word])} />
}
