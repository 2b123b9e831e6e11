import { AppFailure, appError, type Params } from '@shared/errors'
import { cut, harmless } from '@shared/text'

export type ContainerErrand = {
  /** Name or id, as it was asked for. */
  readonly container?: string
  readonly image?: string
}

/**
 * What engines say of containers, 20.10 to 28.5, collected by test/engine/transfers/run.test.ts.
 * undefined: nothing that is known here.
 */
export function containerFailureOf(
  { status, words }: { readonly status: number; readonly words: string },
  { container, image }: ContainerErrand,
): AppFailure | undefined {
  const make = (code: Parameters<typeof appError>[0], params: Params) =>
    new AppFailure(appError(code, params, { detail: harmless(words) }))
  const named = { container: short(container ?? '') }
  const taken = /container name "\/?([^"]+)" is already in use by container "([0-9a-f]+)"/.exec(words)
  if (taken !== null) {
    const holder = (taken[2] ?? '').slice(0, 12)
    return make('CONTAINER_NAME_TAKEN', { name: short(taken[1] ?? ''), container: holder, image: '' })
  }
  if (/^Invalid container name/i.test(words)) return make('CONTAINER_NAME_INVALID', { name: named.container })
  if (/port is already allocated|address already in use/i.test(words)) {
    return make('RUN_PORT_TAKEN', { port: portIn(words) })
  }
  // Names of programs come first here: one may be called like anything that the engine says elsewhere.
  const program = /exec: "((?:[^"\\]|\\.)*)":/.exec(words)?.[1]
  if (program !== undefined) return make('RUN_COMMAND_INVALID', { command: short(program) })
  if (/no command specified/i.test(words)) return make('RUN_NO_COMMAND', { image: short(image ?? '') })
  if (/container is running|cannot remove a running container/i.test(words)) {
    return make('CONTAINER_RUNNING', named)
  }
  if (status === 404 && /no such container/i.test(words)) return make('CONTAINER_NOT_FOUND', named)
  if (status === 404 && /no such image/i.test(words))
    return make('IMAGE_NOT_FOUND', { image: short(image ?? '') })
  return image === undefined || status === 304 ? undefined : make('RUN_REFUSED', { image: short(image) })
}

/** `Bind for 0.0.0.0:80 failed`, `listen tcp4 0.0.0.0:80: bind`, `host port for 0.0.0.0:80:10.0.0.2:80/tcp`, `:::80`. */
function portIn(words: string): string {
  const found =
    /(?:Bind for|host port for|listen \w+) (?:\d+(?:\.\d+){3}|\[[0-9a-f:]*\]|::|):(\d{1,5})\b/i.exec(words)
  return found?.[1] ?? '?'
}

function short(text: string): string {
  return cut(harmless(text), 200)
}
