import type { WasteCause, WasteReason } from '@shared/domain/contents'
import { secretReason } from './secretRules'

/** What the name of a path alone says about it. */
export type NamedCause = Extract<
  WasteCause,
  'packageLists' | 'packageCache' | 'buildTools' | 'developmentDependencies' | 'sources' | 'secrets'
>

/** `why`: what of the path says so, where the cause alone does not tell. */
export type Named = { readonly cause: NamedCause; readonly why?: WasteReason }

type FolderRule = Named & { readonly path: string }

/** From the root: what package managers of distributions and usual installations write. */
const rooted: readonly FolderRule[] = [
  ...paths(
    'packageLists',
    'var/lib/apt/lists var/cache/apk etc/apk/cache var/cache/dnf var/cache/yum var/cache/zypp',
  ),
  ...paths('packageCache', 'var/cache/apt var/cache/pacman/pkg opt/conda/pkgs usr/local/cargo/registry'),
  ...paths('packageCache', 'go/pkg/mod/cache usr/local/share/.cache'),
  ...paths('buildTools', 'usr/lib/gcc usr/libexec/gcc usr/include usr/local/go usr/local/rustup usr/lib/go'),
  ...paths('buildTools', 'usr/share/cmake usr/lib/rustlib'),
]

/** In any folder: caches below a home, repositories. */
const anywhere: readonly FolderRule[] = [
  ...paths('packageCache', '.cache/pip .cache/yarn .cache/pnpm .cache/go-build .cache/uv .cache/pypoetry'),
  ...paths(
    'packageCache',
    '.cache/composer .composer/cache .npm/_cacache .npm/_logs .yarn/cache .cargo/registry',
  ),
  ...paths(
    'packageCache',
    '.gradle/caches .m2/repository .bundle/cache .nuget/packages pkg/mod/cache .conda/pkgs',
  ),
  ...paths('packageCache', '.local/share/pnpm/store .pnpm-store .cache/node-gyp .cache/deno .cache/bazel'),
  ...paths('buildTools', '.rustup/toolchains'),
  ...paths('sources', '.git .hg .svn .bzr', 'repository'),
  ...paths('sources', 'node_modules/.cache .parcel-cache .next/cache .angular/cache', 'buildFolder'),
]

function paths(cause: NamedCause, list: string, why?: WasteReason): readonly FolderRule[] {
  return list.split(' ').map((path) => ({ path, cause, ...(why === undefined ? {} : { why }) }))
}

const byLastName = new Map<
  string,
  readonly { readonly names: readonly string[]; readonly rule: FolderRule; readonly isRooted: boolean }[]
>()
for (const [isRooted, rules] of [
  [true, rooted],
  [false, anywhere],
] as const) {
  for (const rule of rules) {
    const names = rule.path.split('/').reverse()
    const last = names[0] ?? ''
    byLastName.set(last, [...(byLastName.get(last) ?? []), { names, rule, isRooted }])
  }
}

const nodeDevelopment = new Set(
  (
    'typescript eslint prettier jest mocha chai karma jasmine webpack webpack-cli webpack-dev-server vite vitest ' +
    'rollup parcel ts-node nodemon cypress playwright puppeteer nyc husky lint-staged tslint stylelint sinon ' +
    '@types @typescript-eslint @eslint @jest @testing-library @storybook @vitest @playwright'
  ).split(' '),
)
const pythonDevelopment = new Set(
  (
    'pytest _pytest mypy mypyc black blib2to3 flake8 pylint astroid coverage tox isort bandit pre_commit ruff sphinx ' +
    'IPython ipykernel notebook jupyterlab'
  ).split(' '),
)

const compiler =
  /^(?:[\w.]+-(?:linux|alpine|pc)-[\w-]+?-)?(?:gcc|g\+\+|c\+\+|cc|cpp|clang|clang\+\+|ld|ld\.bfd|ld\.gold|lld|as|ar|ranlib|nm|objcopy|objdump|strip|gcov|gprof|make|gmake|cmake|ctest|cpack|ninja|autoconf|automake|bison|flex|m4|rustc|cargo|go|gofmt)(?:-[\d.]+)?$/
const binaryFolders = new Set(['/usr/bin', '/usr/local/bin', '/bin'])

/** Folders whose own name decides what becomes of the names in them. */
const tellingFolder = /^(?:node_modules|(?:site|dist)-packages)$/

/** Whether `folderCause` has anything to say of what has such a name: for nearly all it has not. */
export function isRuled(name: string): boolean {
  return byLastName.has(name)
}

/** Whether it may have something to say of anything in such a folder. */
export function isTelling(folder: string): boolean {
  return tellingFolder.test(folder)
}

/** Of a folder, and so of all below it, by its names from itself up to the root. */
export function folderCause(names: readonly string[]): Named | undefined {
  const [name = '', parent = ''] = names
  for (const { names: wanted, rule, isRooted } of byLastName.get(name) ?? []) {
    if (isRooted && names.length !== wanted.length) continue
    if (wanted.every((part, i) => names[i] === part)) return rule
  }
  if (parent === 'node_modules' && nodeDevelopment.has(name)) return { cause: 'developmentDependencies' }
  if (/^(?:site|dist)-packages$/.test(parent) && pythonDevelopment.has(name))
    return { cause: 'developmentDependencies' }
  return undefined
}

/** Of a file by its name and its folder (`/usr/bin`). */
export function fileCause(name: string, folder: string): Named | undefined {
  const why = secretReason(name, folder)
  if (why !== undefined) return { cause: 'secrets', why }
  if (binaryFolders.has(folder) && compiler.test(name)) return { cause: 'buildTools' }
  return name.endsWith('.a') && /^\/usr\/(?:local\/)?lib/.test(folder) ? { cause: 'buildTools' } : undefined
}
