import type { Disk } from '../disk'
import type { DomainHandlers } from './handlers'

/** Images in one answer: the rest is small beside them, and a message stays small. */
const largest = 200

export function diskHandlers(disk: Disk): DomainHandlers<'disk'> {
  return {
    table: async (_input, asked) => {
      const table = await disk.table(asked)
      return { ...table, images: table.images.slice(0, largest) }
    },
  }
}
