import type { Failure } from './failure'

/** What passes between the main thread and the worker that reads images. */
export type ToWorker =
  | { readonly type: 'call'; readonly id: number; readonly op: string; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number }

export type FromWorker =
  | { readonly type: 'progress'; readonly id: number; readonly value: ReadProgress }
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }

/** How far reading is. `layer`: which of how many is being read, from 1. */
export type ReadProgress = {
  readonly bytes: number
  readonly entries: number
  readonly layer?: { readonly number: number; readonly of: number }
}

export type OpContext = {
  readonly signal: AbortSignal
  /** Called often; passed on a few times a second. */
  readonly progress: (progress: ReadProgress) => void
}

type Op = (input: never, context: OpContext) => unknown
export type Ops = { readonly [name: string]: Op }
export type OpInput<T, K extends keyof T> = T[K] extends (input: infer In, context: OpContext) => unknown
  ? In
  : never
export type OpOutput<T, K extends keyof T> = T[K] extends (...args: never[]) => infer Out
  ? Awaited<Out>
  : never
