/** How dependencies are told and installed, by language: names as their tools' own documents have them. */
export type Ecosystem = {
  /** Of files that name the dependencies. */
  readonly manifest: RegExp
  /** Of files that are the program. */
  readonly source: RegExp
  /** A command that installs what the manifest names, and does nothing else. */
  readonly install: RegExp
  /** One that fetches it while it builds, where nothing fetched it before. */
  readonly build?: RegExp
  /** Folders that dependencies go into. */
  readonly folder: RegExp
}

/** Where a command ends: its options follow, and no name of a package. */
const end = '(?=\\s*(?:$|[-;&|>)]))'

export const ecosystems: readonly Ecosystem[] = [
  {
    manifest: /^package\.json$/,
    source: /(?<!\.config)\.(?:[cm]?[jt]sx?|vue|svelte|s?css|html)$/,
    install: new RegExp(
      `\\b(?:npm\\s+(?:ci|install|i)(?!.*(?:\\s-g\\b|\\s--global\\b))${end}|pnpm\\s+(?:install|i)${end}|bun\\s+install${end}|yarn(?:\\s+install)?(?!\\s+global)${end})`,
    ),
    folder: /\/node_modules\//,
  },
  {
    manifest: /^(?:requirements.*\.txt|pyproject\.toml|Pipfile|setup\.py|setup\.cfg)$/,
    source: /(?<!^setup)\.py$/,
    install:
      /\b(?:pip3?\s+install\b.*(?:-r\s*\S*\.txt|--requirement[= ]\S+|\s-e\s*\.|\s\.(?=\s|$|\[|\/))|poetry\s+install|pipenv\s+(?:install|sync)|uv\s+sync)/,
    folder: /\/(?:site|dist)-packages\//,
  },
  {
    manifest: /^go\.mod$/,
    source: /\.go$/,
    install: /\bgo\s+mod\s+(?:download|vendor)\b/,
    build: /\bgo\s+(?:build|install|get|test)\b/,
    folder: /\/go\/pkg\/mod\//,
  },
  {
    manifest: /^pom\.xml$|^(?:build|settings)\.gradle(?:\.kts)?$/,
    source: /\.(?:java|kt|scala|groovy)$/,
    install: /\bmvnw?\b.*\bdependency:(?:go-offline|resolve)\b|\bgradlew?\s+(?:--\S+\s+)*dependencies\b/,
    build:
      /\b(?:mvnw?\s.*\b(?:package|install|verify|compile)\b|gradlew?\s.*\b(?:build|assemble|bootJar|jar|installDist)\b)/,
    folder: /\/(?:\.m2\/repository|\.gradle\/caches)\//,
  },
  {
    manifest: /^Gemfile$/,
    source: /\.(?:rb|erb|rake)$/,
    install: new RegExp(`\\bbundle(?:\\s+install)?${end}`),
    folder: /\/(?:bundle|gems|vendor\/bundle)\//,
  },
  {
    manifest: /^Cargo\.toml$/,
    source: /\.rs$/,
    install: /\bcargo\s+fetch\b/,
    build: /\bcargo\s+(?:build|install\s+--path|test)\b/,
    folder: /\/(?:\.?cargo\/(?:registry|git)|target\/(?:release|debug)\/deps)\//,
  },
  {
    manifest: /^composer\.json$/,
    source: /\.php$/,
    install: /\bcomposer(?:\.phar)?\s+(?:--?\S+\s+)*install\b/,
    folder: /\/vendor\//,
  },
  {
    manifest: /\.(?:cs|fs|vb)proj$/,
    source: /\.(?:cs|fs|vb|cshtml|razor)$/,
    install: /\bdotnet\s+restore\b/,
    build: /\bdotnet\s+(?:build|publish)\b/,
    folder: /\/\.nuget\/packages\//,
  },
]
