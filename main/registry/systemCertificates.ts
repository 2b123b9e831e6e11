import * as tls from 'node:tls'

/**
 * Authorities that the system trusts beside Node's own, as Go programs and so docker use them: a company's proxy is
 * often signed by one. undefined where this Node can't tell (before 22.15): then Node's own are used alone.
 */
export function systemCertificates(): readonly string[] | undefined {
  const get: unknown = Reflect.get(tls, 'getCACertificates')
  if (!isLister(get)) return undefined
  const ask = (type: string): readonly string[] => {
    const found: unknown = get(type)
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : []
  }
  return [...new Set([...ask('default'), ...ask('system')])]
}

function isLister(value: unknown): value is (type: string) => unknown {
  return typeof value === 'function'
}
