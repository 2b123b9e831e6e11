import type { DiskPages } from '../disk'
import type { DomainHandlers } from './handlers'

export function diskHandlers(disk: DiskPages): DomainHandlers<'disk'> {
  return {
    page: async (input, { signal }) => await disk.page({ ...input, signal }),
    known: async () => await disk.known(),
    part: (input) => disk.part(input),
    refresh: async (_input, { signal }) => await disk.refresh({ signal }),
    measure: async (_input, { signal }) => await disk.measure({ signal }),
    stopMeasuring: () => disk.stopMeasuring(),
  }
}
