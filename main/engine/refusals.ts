import type { AppErrorCode } from '@shared/errors'

/** What a request was about; names the thing in the error's sentence. */
export type Subject =
  | { readonly type: 'image'; readonly image: string }
  | { readonly type: 'tag'; readonly image: string; readonly reference: string; readonly tag: string }
  | { readonly type: 'container'; readonly container: string }

type Refusal = {
  readonly status?: number
  readonly text: RegExp
  readonly code: AppErrorCode
  readonly retryable?: boolean
}

/**
 * Engine words by which a refusal is known: no engine tells a code. Collected from 20.10.24, 26.1.5 and 28.5.2 with both
 * stores (test/golden/engine) and from moby's daemon/images/image_delete.go and daemon/containerd/image_delete.go.
 * The first that fits counts.
 */
export const refusals: readonly Refusal[] = [
  { text: /no space left on device/i, code: 'ENGINE_DISK_FULL' },
  { text: /a disk usage operation is already running/i, code: 'ENGINE_BUSY', retryable: true },
  { status: 409, text: /image is being used by running container/, code: 'IMAGE_IN_USE_RUNNING' },
  { status: 409, text: /image is being used by stopped container/, code: 'IMAGE_IN_USE_STOPPED' },
  // Says not whether the container runs; the caller of a removal asks for that.
  { status: 409, text: /container \w+ is using its referenced image/, code: 'IMAGE_IN_USE_STOPPED' },
  { status: 409, text: /image has dependent child images/, code: 'IMAGE_HAS_CHILDREN' },
  { status: 409, text: /image is referenced in multiple repositories/, code: 'IMAGE_SEVERAL_REPOSITORIES' },
  {
    text: /ambiguous|multiple IDs found|matches multiple images/i,
    code: 'IMAGE_AMBIGUOUS',
  },
  { text: /repository name.*must be lowercase/, code: 'REFERENCE_UPPERCASE' },
  { text: /invalid tag format/, code: 'REFERENCE_TAG_INVALID' },
  { text: /invalid reference format/, code: 'REFERENCE_INVALID' },
  {
    status: 404,
    text: /no such image|unrecognized image ID|image.*not found|reference does not exist/i,
    code: 'IMAGE_NOT_FOUND',
  },
  { status: 400, text: /HTTP request to an HTTPS server/, code: 'ENGINE_TLS' },
]

/** Short id of the container that stands in the way. */
export function containerIn(text: string): string | undefined {
  return /container ([0-9a-f]{12,64})\b/.exec(text)?.[1]
}
