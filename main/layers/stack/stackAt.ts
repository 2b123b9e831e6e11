import { applyLayer } from './applyLayer'
import { createLru, type Lru } from './lru'
import type { ImageModel } from './model'
import { copyStack, emptyStack, type Stack } from './stack'

/** Paths in all stacks that are kept: 6 bytes each. At least two stacks are kept, however large. */
const keptPaths = 4_000_000

const kept = new WeakMap<ImageModel, Lru<number, Stack>>()

/** What layers 0..position show; nothing for -1. Not to be changed. Built from the nearest lower one that is kept. */
export function stackAt(model: ImageModel, position: number): Stack {
  const stacks = stacksOf(model)
  const known = stacks.get(position)
  if (known !== undefined) return known
  const below = stacks.keys().filter((at) => at < position)
  const nearest = below.length === 0 ? -1 : Math.max(...below)
  const lower = nearest < 0 ? undefined : stacks.get(nearest)
  const stack = lower === undefined ? emptyStack(model.paths.count) : copyStack(lower)
  for (let at = nearest + 1; at <= position; at += 1) applyLayer(model, stack, at)
  stacks.set(position, stack)
  return stack
}

function stacksOf(model: ImageModel): Lru<number, Stack> {
  const known = kept.get(model)
  if (known !== undefined) return known
  const most = Math.max(2, Math.min(64, Math.floor(keptPaths / model.paths.count)))
  const stacks = createLru<number, Stack>(most)
  kept.set(model, stacks)
  return stacks
}
