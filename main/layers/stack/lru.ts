/** Keeps the values asked for last. Not for values that may be undefined. */
export type Lru<K, V> = { get(key: K): V | undefined; set(key: K, value: V): void; keys(): readonly K[] }

export function createLru<K, V>(most: number): Lru<K, V> {
  const values = new Map<K, V>()
  return {
    get: (key) => {
      const value = values.get(key)
      if (value === undefined) return undefined
      values.delete(key)
      values.set(key, value)
      return value
    },
    set: (key, value) => {
      values.delete(key)
      values.set(key, value)
      const [oldest] = values.keys()
      if (values.size > most && oldest !== undefined) values.delete(oldest)
    },
    keys: () => [...values.keys()],
  }
}

/** The values made last for each owner, so many as `most` says; they go with it. */
export function keptFor<O extends object, K, V>(
  most: (owner: O) => number,
): (owner: O, key: K, make: () => V) => V {
  const owners = new WeakMap<O, Lru<K, V>>()
  return (owner, key, make) => {
    const values = owners.get(owner) ?? createLru<K, V>(most(owner))
    owners.set(owner, values)
    const known = values.get(key)
    if (known !== undefined) return known
    const made = make()
    values.set(key, made)
    return made
  }
}
