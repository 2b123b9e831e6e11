import type { WasteReason } from '@shared/domain/contents'

type Rule = { readonly test: RegExp; readonly why: WasteReason }

/** By the name alone; what is in the file nobody has looked at. */
const names: readonly Rule[] = [
  { test: /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$|\.ppk$|^ssh_host_\w+_key$/i, why: 'sshKey' },
  { test: /(?:key|private).*\.pem$|\.key$|^secring\.gpg$/i, why: 'privateKey' },
  { test: /^(?!.*(?:trust|cacert)).*\.(?:p12|pfx|jks|keystore)$/i, why: 'keyStore' },
  { test: /^\.env(?:\.(?:local|production|prod|development|dev|staging|secret))?$/i, why: 'environmentFile' },
  { test: /^\.(?:npmrc|pypirc|terraformrc)$/i, why: 'tokenFile' },
  { test: /^\.(?:netrc|git-credentials|htpasswd|pgpass|my\.cnf|vault-token)$/i, why: 'passwordFile' },
  {
    test: /^(?:service-account.*|application_default_credentials)\.json$|^\.(?:s3cfg|boto)$/i,
    why: 'cloudAccess',
  },
  { test: /^terraform\.tfstate(?:\.backup)?$/i, why: 'stateFile' },
  { test: /^\.dockercfg$/i, why: 'registryLogin' },
  { test: /^kubeconfig(?:\.ya?ml)?$/i, why: 'clusterAccess' },
]

/** By where a program keeps it, wherever the home is. */
const places: readonly Rule[] = [
  { test: /\/\.aws\/credentials$|\/\.azure\/(?:accessTokens|msal_token_cache)\.json$/, why: 'cloudAccess' },
  { test: /\/\.config\/gcloud\/(?:credentials\.db|access_tokens\.db)$/, why: 'cloudAccess' },
  { test: /\/\.docker\/config\.json$|\/containers\/auth\.json$/, why: 'registryLogin' },
  { test: /\/\.kube\/config$/, why: 'clusterAccess' },
  {
    test: /\/\.(?:gem\/credentials|cargo\/credentials(?:\.toml)?|terraform\.d\/credentials\.tfrc\.json)$/,
    why: 'tokenFile',
  },
  { test: /\/\.gnupg\/private-keys-v1\.d\/[^/]+$/, why: 'privateKey' },
]

/** Packages bring keys for their tests and public ones to verify with; npm has an own `.npmrc`. */
const harmlessFolders =
  /^\/(?:usr\/(?:lib|lib64|share|libexec|local\/(?:lib|go|share)|src\/(?:linux|kernels)[^/]*)|lib|etc\/(?:ssl|pki|apt)|proc|sys)(?:\/|$)|\/(?:node_modules|site-packages|dist-packages|vendor|gems|testdata|tests?|__tests__|fixtures|examples?|samples?)(?:\/|$)/

/** Why a file is taken for a secret; undefined: it is not. */
export function secretReason(name: string, folder: string): WasteReason | undefined {
  const path = `${folder}/${name}`
  const placed = places.find(({ test }) => test.test(path))
  if (placed !== undefined) return placed.why
  const named = names.find(({ test }) => test.test(name))
  return named === undefined || harmlessFolders.test(folder) ? undefined : named.why
}

/** Names that a rule could be about: most are not looked at further. */
export const maybeSecret =
  /^\.|^id_|key|private|secring|\.(?:p12|pfx|jks|ppk)$|tfstate|^service|^application_default|^credentials|^access_tokens|^auth\.json$|^config(?:\.json)?$|^accessTokens|^msal_|^kubeconfig/i
