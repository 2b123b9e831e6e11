import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * For 127.0.0.1 and localhost, signed by `authority.pem`: `good` (to 2125), `expired` (2021), `wrongHost` (other.test);
 * `selfSigned` by itself. Worth nothing outside of these tests.
 */
export type CertificateName = 'good' | 'expired' | 'wrongHost' | 'selfSigned'

const folder = join(import.meta.dirname, 'certificates')

export const authority = readFileSync(join(folder, 'authority.pem'), 'utf8')

export function certificate(name: CertificateName): { readonly key: string; readonly cert: string } {
  return {
    key: readFileSync(join(folder, `${name}.key`), 'utf8'),
    cert: readFileSync(join(folder, `${name}.pem`), 'utf8'),
  }
}
