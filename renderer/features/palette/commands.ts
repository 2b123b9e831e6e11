import type { LucideIcon } from 'lucide-react'
import { useEffect } from 'react'
import { createStore, useStore } from '../../components'

/** What a button does, as data: the palette lists them all. */
export type Command = {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly icon?: LucideIcon
  readonly shortcut?: string
  readonly disabled?: boolean
  readonly run: () => void
}

type Registry = ReadonlyMap<string, readonly Command[]>

const registry = createStore<Registry>(new Map())

/** Offers commands while the caller is mounted. */
export function useCommands(owner: string, commands: readonly Command[]): void {
  useEffect(() => {
    registry.set((now) => new Map(now).set(owner, commands))
  }, [owner, commands])
  useEffect(
    () => () =>
      registry.set((now) => {
        const next = new Map(now)
        next.delete(owner)
        return next
      }),
    [owner],
  )
}

export function useAllCommands(): Registry {
  return useStore(registry, (now) => now)
}
