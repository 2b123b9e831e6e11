/** What a drop needs of the world: tests hand in their own. */
export type DropWorld = {
  readonly onDrop: (handle: (event: DropLike) => void) => void
  /** '' for a File that no disk backs: a page can't make one up that names a path. */
  readonly pathOf: (file: File) => string
  readonly report: (paths: readonly string[]) => void
}

export type DropLike = {
  readonly isTrusted: boolean
  readonly files: readonly File[]
  readonly preventDefault: () => void
}

/** More than this in one drop is a slip of the hand; main refuses the rest as well. */
export const maxDropped = 64

/** Tells main the paths of what a person drops; the page hears of it as `files.onDropped` with grants. */
export function reportDrops(world: DropWorld): void {
  world.onDrop((event) => {
    if (!event.isTrusted || event.files.length === 0) return
    event.preventDefault()
    const paths = event.files
      .slice(0, maxDropped + 1)
      .map(world.pathOf)
      .filter((path) => path !== '')
    if (paths.length > 0) world.report(paths)
  })
}
