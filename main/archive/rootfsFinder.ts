import { AppFailure, appError } from '@shared/errors'

/** Folders of a root file system: three of them at the top before any list of images, and it is one. */
const usual = new Set(
  'bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var'.split(' '),
)
const enough = 3

export type RootfsFinder = {
  /** Each path. @throws AppFailure ARCHIVE_IS_ROOTFS {name} as soon as it can only be the files of a container */
  see(path: string): void
}

/** What `docker export` writes is no image, and may be huge: better told at once than at its end. */
export function rootfsFinder(name: string): RootfsFinder {
  const tops = new Set<string>()
  let isImage = false
  return {
    see(path) {
      if (path === 'manifest.json' || path === 'index.json' || path === 'oci-layout') isImage = true
      const [top = ''] = path.split('/')
      if (usual.has(top)) tops.add(top)
      if (tops.size >= enough && !isImage) throw new AppFailure(appError('ARCHIVE_IS_ROOTFS', { name }))
    },
  }
}
