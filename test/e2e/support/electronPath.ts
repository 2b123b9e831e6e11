import { findElectron } from '../../../scripts/electron/runtime.mjs'

let found: Promise<string> | undefined

/** The executable that `npm test` chose, else the first that scripts/electron finds. */
export async function electronPath(): Promise<string> {
  const given = process.env['STRATA_ELECTRON']
  if (given !== undefined && given !== '') return given
  found ??= findElectron({ purpose: 'test' }).then(({ path }) => path)
  return await found
}
