import type { HubClient } from '../ports/registryClient'
import { createHttp, type Http, type HttpOptions } from './http'
import { createHub } from './hub'
import { defaultHubEndpoint } from './hubEndpoint'
import { systemCertificates } from './systemCertificates'

export type HubDoor = {
  /** undefined: Docker Hub itself. Throws AppFailure HUB_ENDPOINT_INVALID. */
  readonly open: (endpoint: string | undefined) => HubClient
  readonly close: () => void
}

/** Someone waits in front of a search: a longer pause that a server asks for is told instead of kept. */
const patience = { longestWait: 2_000 }

/** All clients share one HTTP, made with the first, so that nothing of it costs at the start. */
export function createHubDoor(options: Pick<HttpOptions, 'env' | 'userAgent'>): HubDoor {
  let http: Http | undefined
  return {
    open: (endpoint = defaultHubEndpoint) => {
      const ca = systemCertificates()
      http ??= createHttp({ ...options, limits: patience, ...(ca === undefined ? {} : { ca }) })
      return createHub({ endpoint, http })
    },
    close: () => http?.close(),
  }
}
