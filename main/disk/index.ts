import { DiskPages, type DiskPagesOptions } from './diskPages'

export type { DiskPages }

export function createDisk(options: DiskPagesOptions): DiskPages {
  return new DiskPages(options)
}
