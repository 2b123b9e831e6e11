/**
 * What `docker login` left for one registry. Lives in main only: it is never logged, never put into an error, and never
 * crosses IPC.
 */
export type Credential = {
  readonly username: string
  readonly secret: string
  /** `identityToken`: `secret` is an OAuth2 refresh token, to be traded for a token at the registry's own realm. */
  readonly kind: 'password' | 'identityToken'
}

export interface CredentialSource {
  /**
   * The user's credential for exactly this registry host (`docker.io`, `localhost:5000`); undefined when there is none,
   * which means: go on without. Reads the docker config anew each time, so that a `docker login` counts at once.
   * Throws AppFailure CREDENTIAL_CONFIG_INVALID, CREDENTIAL_HELPER_NAME_INVALID, CREDENTIAL_HELPER_MISSING,
   * CREDENTIAL_HELPER_FAILED or CREDENTIAL_HELPER_TIMEOUT; an abort rejects with the signal's reason.
   */
  get(host: string, options: { readonly signal?: AbortSignal }): Promise<Credential | undefined>
}
