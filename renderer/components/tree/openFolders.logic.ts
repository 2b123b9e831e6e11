/** Folders that are open: all but these, or only these, by their nodes. */
export type OpenFolders = { readonly all: boolean; readonly except: readonly number[] }

export const nothingOpen: OpenFolders = { all: false, except: [] }
export const allOpen: OpenFolders = { all: true, except: [] }

/** At most so many folders are told apart; beyond that the oldest is forgotten. */
const mostExceptions = 100_000

export function setOpen(open: OpenFolders, node: number, isOpen: boolean): OpenFolders {
  const others = open.except.filter((one) => one !== node)
  const except = isOpen === open.all ? others : [...others, node].slice(-mostExceptions)
  return { all: open.all, except }
}
