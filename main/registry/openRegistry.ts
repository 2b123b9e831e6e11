import type { RegistryReader } from '../ports/registryClient'
import { createRegistryReader } from './distribution/client'
import { createHttp, type Http, type HttpOptions } from './http'
import { systemCertificates } from './systemCertificates'

export type RegistryDoor = {
  /** One for all: it knows the tokens. */
  readonly reader: () => RegistryReader
  readonly close: () => void
}

/** Its HTTP is made with the first use, so that nothing of it costs at the start. */
export function createRegistryDoor(options: Pick<HttpOptions, 'env' | 'userAgent'>): RegistryDoor {
  let http: Http | undefined
  let reader: RegistryReader | undefined
  return {
    reader: () => {
      if (reader !== undefined) return reader
      const ca = systemCertificates()
      http = createHttp({ ...options, ...(ca === undefined ? {} : { ca }) })
      reader = createRegistryReader(http)
      return reader
    },
    close: () => http?.close(),
  }
}
