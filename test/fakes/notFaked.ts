/** Stands for a part that a test does not use: touching it says so. */
export function notFaked<T extends object>(what: string): T {
  const handler: ProxyHandler<object> = {
    get(_, name) {
      throw new Error(`no fake of ${what}.${String(name)}`)
    },
  }
  return new Proxy({}, handler) as T
}
