import { expect, test } from 'vitest'
import type { LayerIndex } from '../../../../main/layers/layerIndex'
import { createModel } from '../../../../main/layers/stack/model'
import { wasteReport } from '../../../../main/layers/waste/wasteReport'
import { type AnEntry, aLayer } from '../../../builders/aLayer'

const file = (path: string, bytes = 1): AnEntry => ({ path, data: 'x'.repeat(bytes) })
type Made = readonly [instruction: string, layer: LayerIndex]

function report(made: readonly Made[], base = 0) {
  const steps = made.map(([text]) => ({ keyword: text.split(' ')[0] ?? '', text }))
  const model = createModel(made.map(([, layer]) => layer))
  return wasteReport(
    model,
    steps.map(({ keyword }) => keyword),
    { steps, base },
  )
}

const told = (made: readonly Made[], base = 0) =>
  report(made, base).findings.flatMap(
    ({ isPerRebuild, bytes, files, layer, byLayer, advice, manifests = [] }) =>
      isPerRebuild === true
        ? [`${advice} ${bytes} in ${files} @${layer} after ${byLayer}: ${manifests.join()}`]
        : [],
  )

const app = aLayer(file('app/package.json'), file('app/package-lock.json'), file('app/src/main.js', 5))
const modules = aLayer(
  file('app/node_modules/a/index.js', 300),
  file('app/node_modules/b/index.js', 20),
  'root/.npm/',
)

test('dependencies that are installed after the whole context was copied: all that the step stores', () => {
  const made: Made[] = [
    ['COPY . /app', app],
    ['RUN npm ci', modules],
  ]
  expect(told(made)).toEqual(['manifestsFirst 320 in 2 @1 after 0: /app/package.json'])
  const { wasted, visible, stored, findings } = report(made)
  expect({ wasted, sum: visible === stored }).toEqual({ wasted: 0, sum: true })
  expect(findings[0]?.examples[0]).toMatchObject({ path: '/app/node_modules/a/index.js', bytes: 300 })
})

test.each([
  ['npm install', 'package.json', 'src/a.ts'],
  ['npm ci --omit=dev', 'package.json', 'index.mjs'],
  ['yarn', 'package.json', 'app.vue'],
  ['yarn install --frozen-lockfile', 'package.json', 'a.js'],
  ['pnpm install --prod', 'package.json', 'a.js'],
  ['pip install --no-cache-dir -r requirements.txt', 'requirements.txt', 'app/main.py'],
  ['pip3 install .', 'pyproject.toml', 'src/x/__init__.py'],
  ['poetry install', 'pyproject.toml', 'x.py'],
  ['go mod download', 'go.mod', 'cmd/main.go'],
  ['mvn -B dependency:go-offline', 'pom.xml', 'src/main/java/A.java'],
  ['./gradlew dependencies', 'build.gradle.kts', 'src/A.kt'],
  ['bundle install', 'Gemfile', 'config/routes.rb'],
  ['cargo fetch', 'Cargo.toml', 'src/main.rs'],
  ['composer install --no-dev', 'composer.json', 'public/index.php'],
  ['dotnet restore', 'shop.csproj', 'Program.cs'],
])('%s after a copy of %s and %s', (command, manifest, source) => {
  const made: Made[] = [
    ['COPY . .', aLayer(file(`srv/${manifest}`), file(`srv/${source}`))],
    [`RUN ${command}`, aLayer(file('some/where', 70))],
  ]
  expect(told(made)).toEqual([`manifestsFirst 70 in 1 @1 after 0: /srv/${manifest}`])
})

test('of a step that does more than install, only folders of dependencies count', () => {
  const built = aLayer(file('app/node_modules/a/index.js', 300), file('app/dist/bundle.js', 900))
  expect(
    told([
      ['COPY . /app', app],
      ['RUN npm ci && npm run build', built],
    ]),
  ).toEqual(['manifestsFirst 300 in 1 @1 after 0: /app/package.json'])
  const go = aLayer(file('go/pkg/mod/x/x.go', 50), file('out/app', 700))
  const source = aLayer(file('src/go.mod'), file('src/main.go'))
  expect(
    told([
      ['COPY . /src', source],
      ['RUN go build -o /out/app .', go],
    ]),
  ).toEqual(['manifestsFirst 50 in 1 @1 after 0: /src/go.mod'])
  expect(
    told([
      ['COPY . /src', source],
      ['RUN go build .', aLayer(file('out/app', 700))],
    ]),
  ).toEqual([])
})

const manifestsAlone = aLayer(file('app/package.json'), file('app/package-lock.json'))

test.each<[string, readonly Made[]]>([
  [
    'manifest files come first',
    [
      ['COPY package.json /app/', manifestsAlone],
      ['RUN npm ci', modules],
      ['COPY . /app', app],
      ['RUN npm run build', aLayer(file('app/dist/a', 9))],
    ],
  ],
  [
    'the copy is of another stage',
    [
      ['COPY --from=build /app /app', app],
      ['RUN npm ci', modules],
    ],
  ],
  [
    'no copy brought it',
    [
      ['RUN git clone https://x.test/app', app],
      ['RUN npm ci', modules],
    ],
  ],
  [
    'the step installs something else',
    [
      ['COPY . /app', app],
      ['RUN npm install express', modules],
    ],
  ],
  [
    'it installs for everybody',
    [
      ['COPY . /app', app],
      ['RUN npm install -g', modules],
    ],
  ],
  [
    'it is another language',
    [
      ['COPY . /app', app],
      ['RUN pip install -r requirements.txt', modules],
    ],
  ],
  [
    'the program is another one',
    [
      ['COPY . /app', aLayer(file('app/package.json'), file('app/main.py'))],
      ['RUN npm ci', modules],
    ],
  ],
  [
    'it came with dependencies',
    [
      ['COPY . /app', aLayer(file('app/node_modules/x/package.json'), file('app/node_modules/x/a.js'))],
      ['RUN npm ci', modules],
    ],
  ],
  [
    'nothing is stored',
    [
      ['COPY . /app', app],
      ['RUN npm ci', aLayer('app/')],
    ],
  ],
  [
    'a build whose dependencies were fetched before',
    [
      ['COPY go.mod /src/', aLayer(file('src/go.mod'))],
      ['RUN go mod download', aLayer(file('go/pkg/mod/x/x.go', 50))],
      ['COPY . /src', aLayer(file('src/go.mod'), file('src/main.go'))],
      ['RUN go build .', aLayer(file('go/pkg/mod/y/y.go', 50))],
    ],
  ],
])('nothing is told where %s', (_, made) => {
  expect(told(made)).toEqual([])
})

test('nothing is told of the base, nor where steps are not paired with layers', () => {
  const made: Made[] = [
    ['COPY . /app', app],
    ['RUN npm ci', modules],
  ]
  expect(told(made, 2)).toEqual([])
  expect(wasteReport(createModel(made.map(([, layer]) => layer))).findings).toEqual([])
})
