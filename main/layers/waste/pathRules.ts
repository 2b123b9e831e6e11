import type { WasteCause } from '@shared/domain/contents'

/** What the name of a path alone says about it. */
export type NamedCause = Extract<
  WasteCause,
  'packageLists' | 'packageCache' | 'buildTools' | 'developmentDependencies' | 'sources' | 'secrets'
>

type FolderRule = { readonly path: string; readonly cause: NamedCause }

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
  ...paths('sources', 'usr/src'),
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
  ...paths('sources', '.git .hg .svn'),
]

function paths(cause: NamedCause, list: string): readonly FolderRule[] {
  return list.split(' ').map((path) => ({ path, cause }))
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

/** Cause of a folder, and so of all below it, by its names from itself up to the root. */
export function folderCause(names: readonly string[]): NamedCause | undefined {
  const [name = '', parent = ''] = names
  for (const { names: wanted, rule, isRooted } of byLastName.get(name) ?? []) {
    if (isRooted && names.length !== wanted.length) continue
    if (wanted.every((part, i) => names[i] === part)) return rule.cause
  }
  if (parent === 'node_modules' && nodeDevelopment.has(name)) return 'developmentDependencies'
  if (/^(?:site|dist)-packages$/.test(parent) && pythonDevelopment.has(name)) return 'developmentDependencies'
  return undefined
}

/** Cause of a file by its name and its folder (`/usr/bin`). */
export function fileCause(name: string, folder: string): NamedCause | undefined {
  if (isSecret(name, folder)) return 'secrets'
  if (binaryFolders.has(folder) && compiler.test(name)) return 'buildTools'
  return name.endsWith('.a') && /^\/usr\/(?:local\/)?lib/.test(folder) ? 'buildTools' : undefined
}

const secretNames =
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)|\.env(?:\.(?:local|production|prod|development|dev|staging))?|\.npmrc|\.pypirc|\.netrc|\.git-credentials|\.htpasswd|\.vault-token|terraform\.tfstate|.*\.p12|.*\.pfx|.*key.*\.pem|.*\.key|service-account.*\.json)$/i
const secretPaths =
  /\/(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config|\.azure\/accessTokens\.json)$/
/** Packages bring keys for their tests and public ones to verify with; npm has an own `.npmrc`. */
const harmlessFolders =
  /^\/(?:usr\/(?:lib|lib64|share|libexec|local\/(?:lib|go|share)|src)|lib|etc\/(?:ssl|pki|apt)|proc|sys)(?:\/|$)|\/(?:node_modules|site-packages|dist-packages|testdata)(?:\/|$)/

function isSecret(name: string, folder: string): boolean {
  if (secretPaths.test(`${folder}/${name}`)) return true
  return secretNames.test(name) && !harmlessFolders.test(folder)
}
