import type { WasteFinding } from '@shared/domain/contents'
import { expect, test } from 'vitest'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { createModel } from '../../../../main/layers/stack/model'
import { wastedByLayer, wasteReport } from '../../../../main/layers/waste/wasteReport'
import { type AnEntry, aLayer } from '../../../builders/aLayer'
import { indexOf } from '../../../builders/layerIndex'
import { aFile, anOldSparseFile } from '../../../builders/layerTar'

const file = (path: string, bytes: number, over: Partial<AnEntry> = {}): AnEntry => ({
  path,
  data: 'x'.repeat(bytes),
  ...over,
})
const other = (path: string, bytes: number): AnEntry => ({ path, data: 'y'.repeat(bytes) })

const report = (layers: readonly LayerIndex[], keywords: readonly string[] = []) =>
  wasteReport(createModel(layers), keywords)

function sums(...layers: readonly LayerIndex[]) {
  const { stored, visible, wasted, share } = report(layers)
  return { stored, visible, wasted, share }
}

/** `cause advice bytes @layer by layer`, `kept` for what is seen. */
function findings(layers: readonly LayerIndex[], keywords: readonly string[] = []): string[] {
  return report(layers, keywords).findings.map(
    ({ cause, advice, bytes, layer, byLayer, isWaste }: WasteFinding) => {
      return `${cause} ${advice} ${bytes} @${layer} ${isWaste ? `by ${byLayer}` : 'kept'}`
    },
  )
}

// The examples of docs/adr/011.
test('every copy but the one that is seen', () => {
  expect(sums(aLayer(file('a', 100)), aLayer(other('a', 30)), aLayer(file('a', 20)))).toEqual({
    stored: 150,
    visible: 20,
    wasted: 130,
    share: 20 / 150,
  })
})

test('all copies of what ends removed, and folders removed later with all they held', () => {
  expect(sums(aLayer(file('d/a', 100), file('d/e/b', 10), file('c', 1)), aLayer('.wh.d')).wasted).toBe(110)
  expect(sums(aLayer(file('a', 100)), aLayer(other('a', 50)), aLayer('.wh.a')).wasted).toBe(150)
  expect(sums(aLayer('d/', file('d/a', 7)), aLayer('d/', 'd/.wh..wh..opq', file('d/b', 2))).wasted).toBe(7)
})

test('a hard link keeps the bytes alive when the first name goes', () => {
  expect(sums(aLayer(file('a', 100), 'b is a'), aLayer('.wh.a')).wasted).toBe(0)
  expect(sums(aLayer(file('a', 100), 'b is a'), aLayer('.wh.a'), aLayer('.wh.b')).wasted).toBe(100)
  expect(sums(aLayer(file('a', 100)), aLayer('b is a'), aLayer(other('a', 5))).wasted).toBe(0)
})

test('what a layer stores twice under one path', () => {
  expect(sums(aLayer(file('a', 100), file('a', 60)))).toMatchObject({ wasted: 100, visible: 60 })
})

test('the only copy is no waste, and an image without bytes wastes nothing', () => {
  expect(sums(aLayer(file('a', 100)))).toMatchObject({ wasted: 0, share: 1 })
  expect(sums(aLayer('a', 'b/'), aLayer('.wh.a'))).toEqual({ stored: 0, visible: 0, wasted: 0, share: 1 })
  expect(sums()).toMatchObject({ share: 1 })
})

test('of a sparse file only what the tar holds is stored', () => {
  const sparse = indexOf([anOldSparseFile('big', 1_000_000, [[0, 'abcd']]), aFile('other', 'xy')])
  expect(sums(sparse, aLayer('.wh.big'))).toMatchObject({ stored: 6, visible: 2, wasted: 4 })
})

test.each([
  ['a path in three layers', [[file('a', 100)], [other('a', 30)], [file('a', 20)]], 130, 150],
  ['a folder removed', [[file('d/a', 100), file('d/e/b', 10), file('c', 1)], ['.wh.d']], 110, 0],
  ['a hard link', [[file('a', 100), 'b is a'], ['.wh.a']], 0, 100],
  ['a chown', [[file('a', 100)], [file('a', 100, { uid: 5 })]], 100, 200],
  ['filled later', [['a'], [file('a', 100)]], 0, 100],
  ['twice in one layer', [[file('a', 100), file('a', 60)]], 100, 0],
] satisfies [string, (AnEntry | string)[][], number, number][])(
  'the table of the ADR: %s',
  (_, layers, ours, dive) => {
    const { wasted, diveWasted } = report(layers.map((entries) => aLayer(...entries)))
    expect({ wasted, diveWasted }).toEqual({ wasted: ours, diveWasted: dive })
  },
)

test('each layer has its own unseen bytes', () => {
  const layers = [aLayer(file('a', 100), file('b', 9)), aLayer(other('a', 30)), aLayer('.wh.a')]
  expect(wastedByLayer(createModel(layers))).toEqual([100, 30, 0])
})

test('offenders tell the copies, where they lie and who hides them', () => {
  const layers = [
    aLayer(file('a', 100), file('b', 500)),
    aLayer(other('a', 30)),
    aLayer(file('a', 20), '.wh.b'),
  ]
  expect(report(layers).offenders).toMatchObject([
    {
      path: '/b',
      copies: 1,
      bytes: 500,
      storedIn: [0],
      hiddenBy: [2],
      ends: 'removed',
      cause: 'deletedLater',
    },
    {
      path: '/a',
      copies: 3,
      bytes: 130,
      storedIn: [0, 1],
      hiddenBy: [1, 2],
      ends: 'visible',
      cause: 'overwritten',
    },
  ])
})

test('a chown in a later layer is told as that, with what it doubled', () => {
  const layers = [
    aLayer(file('app/big', 300), file('app/small', 3)),
    aLayer(file('app/big', 300, { uid: 1000 })),
  ]
  expect(findings(layers, ['COPY', 'RUN'])).toEqual(['metadataChange copyChmod 300 @0 by 1'])
})

test('package lists and caches: removed in a later layer, or never', () => {
  const first = aLayer(
    file('var/lib/apt/lists/deb_main', 400),
    file('var/cache/apt/archives/x.deb', 300),
    file('root/.cache/pip/http/a', 20),
    file('usr/bin/tool', 5),
  )
  expect(findings([first, aLayer('var/lib/apt/.wh.lists')], ['RUN', 'RUN'])).toEqual([
    'packageLists oneRun 400 @0 by 1',
    'packageCache cacheMount 320 @0 kept',
  ])
})

test('build tools, development dependencies, repositories and secrets by their names', () => {
  const layer = aLayer(
    file('usr/bin/gcc-12', 1_000),
    file('usr/include/stdio.h', 100),
    file('app/node_modules/typescript/lib/tsc.js', 90),
    file('app/node_modules/express/index.js', 90),
    file('app/.git/objects/ab', 80),
    file('root/.ssh/id_rsa', 70),
    file('app/.env', 6),
    file('app/.env.example', 6),
    file('etc/ssl/private/snakeoil.key', 9),
  )
  expect(findings([layer], ['RUN'])).toEqual([
    'buildTools multiStage 1100 @0 kept',
    'developmentDependencies multiStage 90 @0 kept',
    'sources multiStage 80 @0 kept',
    'secrets secretMount 76 @0 kept',
  ])
})

test('a secret that was removed later is still stored', () => {
  const layers = [aLayer(file('root/.ssh/id_ed25519', 400)), aLayer('root/.ssh/.wh.id_ed25519')]
  expect(findings(layers, ['COPY', 'RUN'])).toEqual(['secrets secretMount 400 @0 by 1'])
})

test('a whole context that was copied: what .dockerignore should hold back', () => {
  const copied = aLayer(
    file('app/Dockerfile', 10),
    file('app/.git/pack', 500),
    file('app/node_modules/left-pad/index.js', 200),
    file('app/src/main.js', 50),
  )
  expect(findings([copied], ['COPY'])).toEqual(['wholeContext dockerignore 710 @0 kept'])
  expect(findings([copied, aLayer('app/.wh.node_modules')], ['COPY', 'RUN'])).toEqual([
    'wholeContext dockerignore 510 @0 kept',
    'wholeContext dockerignore 200 @0 by 1',
  ])
  expect(findings([copied], ['RUN'])).toEqual(['sources multiStage 500 @0 kept'])
})

test('what a COPY stored and a RUN removed needs another stage; one RUN could have removed its own', () => {
  const layers = [aLayer(file('tmp/x.tar', 40)), aLayer('tmp/.wh.x.tar')]
  expect(findings(layers, ['COPY', 'RUN'])).toEqual(['deletedLater multiStage 40 @0 by 1'])
  expect(findings(layers, ['RUN', 'RUN'])).toEqual(['deletedLater oneRun 40 @0 by 1'])
})

test('the same content under other paths is told apart; hard links and empty files are none', () => {
  const layer = aLayer(file('a', 100), 'link is a', file('b/c', 100), 'e', 'f', other('a2', 100))
  const { duplicates, duplicateBytes, wasted } = report([layer])
  expect(duplicates).toMatchObject([{ bytes: 100, copies: 2, paths: ['/a', '/b/c'] }])
  expect({ duplicateBytes, wasted }).toEqual({ duplicateBytes: 100, wasted: 0 })
})

/** `reason path` of what is seen and is no waste. */
function reasons(layers: readonly LayerIndex[], steps: readonly string[] = []): string[] {
  const told = steps.map((text) => ({ keyword: text.split(' ')[0] ?? '', text }))
  const model = createModel(layers)
  const { findings } = wasteReport(
    model,
    told.map(({ keyword }) => keyword),
    { steps: told, base: 0 },
  )
  return findings.flatMap(({ reasons: why = [], examples, cause, advice }) =>
    examples.map(({ path }) => `${cause} ${advice} ${why.join('+')} ${path}`),
  )
}

test.each([
  ['root/.ssh/id_rsa', 'sshKey'],
  ['etc/ssh/ssh_host_ed25519_key', 'sshKey'],
  ['app/certs/privkey.pem', 'privateKey'],
  ['etc/nginx/tls/server.key', 'privateKey'],
  ['app/keys/upload.p12', 'keyStore'],
  ['app/.env', 'environmentFile'],
  ['usr/src/app/.env.production', 'environmentFile'],
  ['root/.npmrc', 'tokenFile'],
  ['root/.pypirc', 'tokenFile'],
  ['home/x/.cargo/credentials.toml', 'tokenFile'],
  ['root/.netrc', 'passwordFile'],
  ['root/.git-credentials', 'passwordFile'],
  ['root/.aws/credentials', 'cloudAccess'],
  ['root/.docker/config.json', 'registryLogin'],
  ['root/.kube/config', 'clusterAccess'],
  ['app/kubeconfig', 'clusterAccess'],
  ['infra/terraform.tfstate', 'stateFile'],
])('%s looks like a secret, by %s', (path, why) => {
  expect(reasons([aLayer(file(path, 5))])).toEqual([`secrets secretMount ${why} /${path}`])
})

test.each([
  'etc/ssl/certs/ca-certificates.pem',
  'etc/ssl/certs/ACCVRAIZ1.pem',
  'usr/share/ca-certificates/key.pem',
  'usr/lib/python3/test/ssl_key.pem',
  'root/.ssh/id_rsa.pub',
  'root/.ssh/known_hosts',
  'app/.env.example',
  'app/node_modules/x/.npmrc',
  'app/test/fixtures/server.key',
  'app/truststore.jks',
  'app/config.json',
  'app/src/keyboard.js',
  'usr/share/doc/curl/README.md',
  'usr/src/app/index.js',
])('%s is none, nor anything else', (path) => {
  expect(reasons([aLayer(file(path, 5), 'usr/src/app/package.json', 'etc/passwd')])).toEqual([])
})

test('what a program was built from, beside it: by compilers that a step of this image names', () => {
  const layer = aLayer(
    'app/go.mod',
    file('app/main.go', 50),
    file('app/pkg/shop/shop.go', 40),
    file('app/vendor/x/x.go', 30),
    file('app/server', 900),
    file('usr/lib/go-1.19/src/fmt/print.go', 20),
  )
  const expected = ['/app/main.go', '/app/pkg/shop/shop.go'].map(
    (path) => `sources multiStage compiledSources ${path}`,
  )
  expect(reasons([layer], ['COPY . /app']).filter((text) => text.startsWith('sources'))).toEqual([])
  const made = [layer, aLayer(file('app/shop', 7))]
  expect(
    reasons(made, ['COPY . /app', 'RUN go build -o shop .']).filter((text) => text.startsWith('sources')),
  ).toEqual(expected)
})

test('tests, documents and left-overs of builds beside a program', () => {
  const layer = aLayer(
    'srv/package.json',
    'srv/index.js',
    file('srv/tests/a.test.js', 70),
    file('srv/docs/guide.md', 60),
    file('srv/docs/served.html', 50),
    file('srv/src/tests/kept.js', 40),
    file('srv/node_modules/x/tests/x.js', 30),
    file('srv/node_modules/.cache/babel/y', 20),
    'rust/Cargo.toml',
    file('rust/target/release/shop', 10),
    file('rust/target/release/deps/libx.rlib', 9),
    'tool/tool.csproj',
    file('tool/obj/project.assets.json', 8),
    file('tool/bin/Release/tool.dll', 7),
  )
  expect(reasons([layer], ['RUN ./get.sh'])).toEqual(
    [
      '/srv/tests/a.test.js',
      '/srv/docs/guide.md',
      '/srv/node_modules/.cache/babel/y',
      '/rust/target/release/deps/libx.rlib',
      '/tool/obj/project.assets.json',
    ].map((path) => `sources multiStage buildFolder+documents+tests ${path}`),
  )
})

test('a program in /usr/src is not taken for sources of the system', () => {
  const layer = aLayer(
    'usr/src/app/package.json',
    file('usr/src/app/index.js', 70),
    file('usr/src/linux-headers-6.1/Makefile', 60),
    file('usr/src/php.tar.xz', 50),
  )
  expect(reasons([layer])).toEqual([
    'sources multiStage systemSources /usr/src/linux-headers-6.1/Makefile',
    'sources multiStage systemSources /usr/src/php.tar.xz',
  ])
})
