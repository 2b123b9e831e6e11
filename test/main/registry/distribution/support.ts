import { type AppError, AppFailure } from '@shared/errors'
import { expect, onTestFinished } from 'vitest'
import type { SourceContent } from '../../../../main/ports/imageSource'
import type { RegistryReader } from '../../../../main/ports/registryClient'
import { addressKind } from '../../../../main/registry/address'
import { createRegistryReader } from '../../../../main/registry/distribution/client'
import type { Network } from '../../../../main/registry/guard'
import { createHttp, type HttpOptions } from '../../../../main/registry/http'
import { authority } from '../../../fakes/hub/certificates'
import type { FakeServer } from '../../../fakes/hub/server'

/** A reader that trusts the tests' own authority. */
export function reader(options: Partial<HttpOptions> = {}): RegistryReader {
  const http = createHttp({
    env: {},
    userAgent: 'Strata/test',
    ca: [authority],
    ...options,
    limits: { backOff: 1, ...options.limits },
  })
  onTestFinished(http.close)
  return createRegistryReader(http)
}

/** Closed with the test. */
export async function kept<T extends FakeServer>(starting: Promise<T>): Promise<T> {
  const server = await starting
  onTestFinished(server.close)
  return server
}

export async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  )
  if (error instanceof AppFailure) return error.error
  throw error
}

/** Names that lead where a test says, and addresses that count for what it says. */
export function network(
  addresses: Readonly<Record<string, string>>,
  kindOf: Network['kindOf'] = addressKind,
): Network {
  return {
    kindOf,
    lookup: (host, options, callback) => {
      const address = addresses[host]
      if (address === undefined) callback(new Error(`no such name: ${host}`), '')
      else if (options.all === true) callback(null, [{ address, family: 4 }])
      else callback(null, address, 4)
    },
  }
}

/** Byte by byte; a matcher would take seconds. */
export function expectSame(found: Buffer, expected: Buffer): void {
  expect(found.length).toBe(expected.length)
  expect(found.equals(expected)).toBe(true)
}

export const forever = new AbortController().signal

export async function contentOf(registry: RegistryReader, reference: string): Promise<SourceContent> {
  return await registry.open(reference).content({ signal: forever })
}

/** The bytes of one layer of the first image. */
export async function layerBytes(
  registry: RegistryReader,
  reference: string,
  at = 0,
  signal: AbortSignal = forever,
): Promise<Buffer> {
  const source = registry.open(reference)
  const { images } = await source.content({ signal })
  const layer = images[0]?.layers[at]
  if (layer === undefined) throw new Error(`${reference} has no layer ${at}`)
  const chunks: Uint8Array[] = []
  for await (const chunk of source.layer(layer, { signal })) chunks.push(chunk)
  return Buffer.concat(chunks)
}
