import { diskPicture } from '@shared/domain/diskPicture'
import type { Disk } from '../disk'
import type { DomainHandlers } from './handlers'

export function diskHandlers(disk: Disk): DomainHandlers<'disk'> {
  return {
    table: async (_input, asked) => {
      const { images, ...table } = await disk.table(asked)
      return { ...table, picture: diskPicture({ images, layersSize: table.layersSize }) }
    },
  }
}
