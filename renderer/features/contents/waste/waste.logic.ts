import type {
  ContentLayer,
  DuplicateContent,
  WasteAdvice,
  WasteFinding,
  WasteOffender,
  WasteReport,
} from '@shared/domain/contents'

/** Main tells no more of them (WasteReport). */
export const mostDuplicates = 200

/** Lines of the view, one below the other: only those in sight are mounted. */
export type WasteLine =
  | { readonly type: 'sum' }
  | { readonly type: 'findings' }
  | { readonly type: 'finding'; readonly finding: WasteFinding; readonly key: string }
  | { readonly type: 'noFinding' }
  | { readonly type: 'offenders' }
  | { readonly type: 'offender'; readonly offender: WasteOffender }
  | { readonly type: 'duplicates' }
  | { readonly type: 'duplicate'; readonly content: DuplicateContent }

export function wasteLines(report: WasteReport): readonly WasteLine[] {
  const { findings, offenders, duplicates, wasted } = report
  const lines: WasteLine[] = [{ type: 'sum' }]
  if (findings.length > 0 || wasted > 0) lines.push({ type: 'findings' })
  if (findings.length === 0 && wasted > 0) lines.push({ type: 'noFinding' })
  lines.push(
    ...inOrder(findings).map((finding, index) => ({ type: 'finding' as const, finding, key: `${index}` })),
  )
  if (offenders.length > 0) lines.push({ type: 'offenders' })
  lines.push(...offenders.map((offender) => ({ type: 'offender' as const, offender })))
  if (duplicates.length > 0) lines.push({ type: 'duplicates' })
  lines.push(...duplicates.map((content) => ({ type: 'duplicate' as const, content })))
  return lines
}

/** A secret comes first whatever it weighs, then what saves most; what only another build would store comes last. */
function inOrder(findings: readonly WasteFinding[]): readonly WasteFinding[] {
  const rank = ({ cause, isPerRebuild }: WasteFinding): number =>
    cause === 'secrets' ? 0 : isPerRebuild === true ? 2 : 1
  return [...findings].sort((a, b) => rank(a) - rank(b) || b.bytes - a.bytes)
}

/** Two digits that say something: 28 %, 0.42 %, and never 0 % or 100 % for what is not exactly that. */
export function percentText(
  share: number,
  locale: string,
): { readonly text: string; readonly below: boolean } {
  const least = 0.001
  const below = share > 0 && share < least
  const most = share < 1 ? Math.min(share, 0.999) : 1
  const shown = below ? least : most
  const options = { style: 'percent', maximumSignificantDigits: shown > 0.99 && shown < 1 ? 3 : 2 } as const
  return { text: shown.toLocaleString(locale, options), below }
}

/** In which layer's filesystem a path can be looked at: the highest that holds a copy which nobody sees. */
export function layerToShow({ storedIn, hiddenBy }: WasteOffender): number {
  return storedIn.at(-1) ?? Math.max(0, (hiddenBy[0] ?? 1) - 1)
}

export function instructionOf(
  layers: readonly ContentLayer[] | undefined,
  position: number,
): string | undefined {
  const text = layers?.find((layer) => layer.position === position)?.instruction?.text.text
  return text === undefined || text.trim() === '' ? undefined : text
}

/** How the change looks in a Dockerfile. */
export const examples: Readonly<Record<WasteAdvice, string>> = {
  copyChmod: 'COPY --chown=app:app --chmod=755 src/ /app/',
  oneRun: 'RUN ./build.sh \\\n && ./install.sh \\\n && rm -rf build',
  cacheMount: 'RUN --mount=type=cache,target=/root/.npm \\\n    npm ci',
  multiStage:
    'FROM golang AS build\nCOPY . /src\nRUN cd /src && go build -o /out/app .\n\nFROM debian:stable-slim\nCOPY --from=build /out/app /usr/local/bin/app',
  dockerignore: '.git\nnode_modules\n**/*.log\n.env',
  manifestsFirst: 'COPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .',
  secretMount: 'RUN --mount=type=secret,id=token \\\n    TOKEN="$(cat /run/secrets/token)" ./fetch.sh',
}

const cacheExamples: readonly (readonly [RegExp, string])[] = [
  [
    /\bapt(?:-get)?\b/,
    'RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \\\n    --mount=type=cache,target=/var/lib/apt,sharing=locked \\\n    apt-get update && apt-get install --yes --no-install-recommends curl',
  ],
  [/\bapk\b/, 'RUN apk add --no-cache curl'],
  [/\bpip3?\b/, 'RUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install -r requirements.txt'],
  [
    /\byarn\b/,
    'RUN --mount=type=cache,target=/usr/local/share/.cache/yarn \\\n    yarn install --frozen-lockfile',
  ],
  [
    /\bpnpm\b/,
    'RUN --mount=type=cache,target=/root/.local/share/pnpm/store \\\n    pnpm install --frozen-lockfile',
  ],
  [
    /\bgo\b/,
    'RUN --mount=type=cache,target=/root/.cache/go-build \\\n    --mount=type=cache,target=/go/pkg/mod \\\n    go build -o /out/app .',
  ],
  [/\bcargo\b/, 'RUN --mount=type=cache,target=/usr/local/cargo/registry \\\n    cargo build --release'],
  [/\b(?:mvn|mvnw)\b/, 'RUN --mount=type=cache,target=/root/.m2 \\\n    mvn package'],
  [/\bgradlew?\b/, 'RUN --mount=type=cache,target=/root/.gradle \\\n    ./gradlew build'],
  [/\b(?:dnf|yum)\b/, 'RUN --mount=type=cache,target=/var/cache/dnf \\\n    dnf install -y curl'],
]

const oneRunExamples: readonly (readonly [RegExp, string])[] = [
  [
    /\bapt(?:-get)?\b/,
    'RUN apt-get update \\\n && apt-get install --yes --no-install-recommends curl \\\n && rm -rf /var/lib/apt/lists/*',
  ],
  [/\bapk\b/, 'RUN apk add --no-cache --virtual .build gcc musl-dev \\\n && make \\\n && apk del .build'],
  [/\b(?:dnf|yum)\b/, 'RUN dnf install -y curl \\\n && dnf clean all'],
  [
    /\b(?:curl|wget)\b/,
    'RUN curl -fsSLO https://example.com/tool.tar.gz \\\n && tar -xzf tool.tar.gz -C /opt \\\n && rm tool.tar.gz',
  ],
]

const manifestsExamples: readonly (readonly [RegExp, string])[] = [
  [/\byarn\b/, 'COPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\nCOPY . .'],
  [/\bpnpm\b/, 'COPY package.json pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile\nCOPY . .'],
  [/\bpip3?\b/, 'COPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . .'],
  [/\bpoetry\b/, 'COPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root\nCOPY . .'],
  [/\bgo\b/, 'COPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /out/app .'],
  [/\bmvnw?\b/, 'COPY pom.xml ./\nRUN mvn dependency:go-offline\nCOPY src src\nRUN mvn package'],
  [
    /\bgradlew?\b/,
    'COPY build.gradle settings.gradle ./\nRUN gradle dependencies\nCOPY src src\nRUN gradle build',
  ],
  [/\bbundle\b/, 'COPY Gemfile Gemfile.lock ./\nRUN bundle install\nCOPY . .'],
  [/\bcargo\b/, 'COPY Cargo.toml Cargo.lock ./\nRUN cargo fetch\nCOPY src src\nRUN cargo build --release'],
  [/\bcomposer\b/, 'COPY composer.json composer.lock ./\nRUN composer install --no-scripts\nCOPY . .'],
  [/\bdotnet\b/, 'COPY *.csproj ./\nRUN dotnet restore\nCOPY . .\nRUN dotnet publish -c Release'],
]

const tables: Readonly<Partial<Record<WasteAdvice, readonly (readonly [RegExp, string])[]>>> = {
  cacheMount: cacheExamples,
  oneRun: oneRunExamples,
  manifestsFirst: manifestsExamples,
}

/** An example in the words of the instruction that is to blame, where it names a tool that we know. */
export function exampleFor(advice: WasteAdvice, instruction: string | undefined): string {
  const table = tables[advice] ?? []
  const found = instruction === undefined ? undefined : table.find(([tool]) => tool.test(instruction))
  return found?.[1] ?? examples[advice]
}
