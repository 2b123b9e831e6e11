import type { Grants } from '../files/grants'
import type { DomainHandlers } from './handlers'

export function filesHandlers(grants: Grants): DomainHandlers<'files'> {
  return {
    describe: async ({ grant }) => await grants.describe(grant),
    release: ({ grant }) => ({ released: grants.release(grant) }),
  }
}
