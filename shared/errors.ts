/**
 * Every failure that a person can meet. The sentence and the advice come from i18n, by code and params;
 * `detail` carries the engine's or the system's own words and is shown folded, as plain text.
 */
export const appErrorCodes = [
  // our own door
  'INPUT_INVALID',
  'SENDER_REJECTED',
  'INTERNAL',
  'GRANT_UNKNOWN',
  'JOB_NOT_FOUND',
  'JOB_NOT_CANCELLABLE',
  // reaching an engine
  'ENGINE_UNREACHABLE',
  'ENGINE_PERMISSION_DENIED',
  'ENGINE_LOST',
  'ENGINE_TOO_OLD',
  'ENGINE_TLS',
  'ENGINE_NOT_DOCKER',
  'ENGINE_ANSWER_UNKNOWN',
  'ENGINE_TIMEOUT',
  'ENDPOINT_UNKNOWN',
  'ENDPOINT_UNSUPPORTED',
  'ENDPOINT_INVALID',
  'ENDPOINT_INSECURE',
  // what an engine answers
  'ENGINE_ERROR',
  'ENGINE_BUSY',
  'ENGINE_DISK_FULL',
  // references
  'REFERENCE_EMPTY',
  'REFERENCE_INVALID',
  'REFERENCE_UPPERCASE',
  'REFERENCE_TOO_LONG',
  'REFERENCE_TAG_INVALID',
  'REFERENCE_DIGEST_INVALID',
  'REFERENCE_IS_ID',
  'REFERENCE_NEEDS_TAG',
  // images
  'IMAGE_NOT_FOUND',
  'IMAGE_AMBIGUOUS',
  'IMAGE_IN_USE_RUNNING',
  'IMAGE_IN_USE_STOPPED',
  'IMAGE_HAS_CHILDREN',
  'IMAGE_SEVERAL_REPOSITORIES',
  'IMAGE_CHANGED',
  'IMAGE_ALREADY_GONE',
  'IMPORT_CHANGE_UNKNOWN',
  'IMPORT_CHANGE_EMPTY',
  // cleanup
  'CLEANUP_PLAN_GONE',
  'CACHE_RECORD_IN_USE',
  'GIVE_BACK_IMPOSSIBLE',
  'PATH_NOT_FOUND',
  // registries and Docker Hub over HTTP
  'REGISTRY_UNREACHABLE',
  'REGISTRY_PROXY_FAILED',
  'REGISTRY_TIMEOUT',
  'REGISTRY_TLS',
  'REGISTRY_NOT_HTTPS',
  'REGISTRY_REDIRECT_REFUSED',
  'REGISTRY_UNAUTHORIZED',
  'REGISTRY_FORBIDDEN',
  'REGISTRY_NOT_FOUND',
  'REGISTRY_RATE_LIMITED',
  'REGISTRY_ERROR',
  'REGISTRY_ANSWER_INVALID',
  'REGISTRY_ANSWER_HTML',
  'REGISTRY_ANSWER_TOO_LARGE',
  'REGISTRY_INSECURE',
  'REGISTRY_REALM_REFUSED',
  'REGISTRY_LINK_REFUSED',
  'REGISTRY_SCHEMA1',
  'REGISTRY_MANIFEST_INVALID',
  'REGISTRY_MANIFEST_TYPE',
  'REGISTRY_DIGEST_HEADER_WRONG',
  'REGISTRY_LENGTH_WRONG',
  'HUB_ENDPOINT_INVALID',
  'HUB_PAGING_LIMIT',
  // credentials that `docker login` left
  'CREDENTIAL_CONFIG_INVALID',
  'CREDENTIAL_HELPER_NAME_INVALID',
  'CREDENTIAL_HELPER_MISSING',
  'CREDENTIAL_HELPER_FAILED',
  'CREDENTIAL_HELPER_TIMEOUT',
  // building an image
  'BUILD_FAILED',
  'BUILD_STEP_FAILED',
  'BUILD_DOCKERFILE_INVALID',
  'BUILD_SOURCE_MISSING',
  'BUILD_TARGET_UNKNOWN',
  'BUILD_BASE_UNAVAILABLE',
  'BUILD_FRONTEND_FOREIGN',
  'BUILD_LAYER_LOST',
  'BUILD_NO_RESULT',
  'BUILD_RESULT_MISMATCH',
  'CONTEXT_NOT_FOLDER',
  'CONTEXT_NO_DOCKERFILE',
  'CONTEXT_UNREADABLE',
  'CONTEXT_FILE_CHANGED',
  'CONTEXT_LINK_OUTSIDE',
  'CONTEXT_NOT_A_FILE',
  'CONTEXT_IGNORE_INVALID',
  'CONTEXT_TOO_MANY_FILES',
  'CONTEXT_PATH_INVALID',
  'STREAM_BROKEN',
  'STREAM_INVALID',
  // moving images
  'PLATFORM_MISSING',
  'TRANSFER_UNVERIFIED',
  'ARCHIVE_INVALID',
  'ARCHIVE_REFUSED',
  'ARCHIVE_IS_ROOTFS',
  'ARCHIVE_NO_IMAGE',
  // looking into images
  'CONTENTS_GONE',
  'CONTENTS_UNREAD',
  'CONTENTS_FILE_GONE',
  'CONTENTS_NO_IMAGE',
  'CONTENTS_INCOMPLETE',
  'CONTENTS_TOO_LARGE',
  'CONTENTS_STOPPED',
  // images wherever they lie
  'SOURCE_DIGEST_MISMATCH',
  'SOURCE_TRUNCATED',
  'SOURCE_DAMAGED',
  'SOURCE_DOCUMENT_INVALID',
  'SOURCE_DOCUMENT_TOO_LARGE',
  'SOURCE_TOO_MANY',
  'SOURCE_NO_IMAGE',
  'SOURCE_NOT_LAYOUT',
  'SOURCE_IMAGE_MISSING',
  'SOURCE_BLOB_MISSING',
  'SOURCE_LINK_OUTSIDE',
  'SOURCE_PACKING_UNKNOWN',
  // reading a layer
  'LAYER_TAR_INVALID',
  'LAYER_PACKING_UNKNOWN',
  'LAYER_PACKING_DAMAGED',
  'LAYER_LIMIT_BYTES',
  'LAYER_LIMIT_RATIO',
  'LAYER_LIMIT_ENTRIES',
  'LAYER_LIMIT_NAMES',
  // containers that check an image
  'CONTAINER_NOT_FOUND',
  'CONTAINER_NAME_TAKEN',
  'CONTAINER_NAME_INVALID',
  'CONTAINER_FOREIGN',
  'CONTAINER_RUNNING',
  'RUN_PORT_TAKEN',
  'RUN_PORT_HELD',
  'RUN_COMMAND_INVALID',
  'RUN_NO_COMMAND',
  'RUN_REFUSED',
  // the user's machine
  'FILE_READ_FAILED',
  'FILE_WRITE_FAILED',
  'FILE_DISK_FULL',
] as const

export type AppErrorCode = (typeof appErrorCodes)[number]

/** Values for the sentence: short, plain, already limited in length by whoever made the error. */
export type Params = Readonly<Record<string, string | number>>

export type AppError = {
  readonly code: AppErrorCode
  readonly params: Params
  /** Words of the engine, the registry or the system: untrusted, shown as text only. */
  readonly detail?: string
  /** True when doing the same again may succeed with nothing else changed. */
  readonly retryable: boolean
}

export function appError(
  code: AppErrorCode,
  params: Params = {},
  more: { readonly detail?: string; readonly retryable?: boolean } = {},
): AppError {
  const base = { code, params, retryable: more.retryable ?? false }
  return more.detail === undefined ? base : { ...base, detail: more.detail.slice(0, 8_192) }
}

/** Thrown inside main only, where a Result would have to travel through a library; the router turns it into data. */
export class AppFailure extends Error {
  readonly error: AppError
  constructor(error: AppError, cause?: unknown) {
    super(error.code, { cause })
    this.name = 'AppFailure'
    this.error = error
  }
}
