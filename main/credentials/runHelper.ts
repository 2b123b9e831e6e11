import { type ChildProcess, spawn } from 'node:child_process'

export type HelperLimits = {
  /** ms until the helper is killed. */
  readonly time: number
  /** Bytes of its output. */
  readonly output: number
}

export const helperLimits: HelperLimits = { time: 5_000, output: 1_000_000 }

/** `output` may hold a secret, whatever the exit code: it must not get into an error or a log. */
export type HelperRun =
  | { readonly type: 'ended'; readonly exitCode: number; readonly output: string }
  | { readonly type: 'timeout' }
  | { readonly type: 'tooMuch' }
  | { readonly type: 'notStarted' }

export type HelperCall = {
  /** Absolute. */
  readonly program: string
  readonly env: NodeJS.ProcessEnv
  /** Written to its stdin without a line end (docker-credential-helpers, client.Get). */
  readonly input: string
  readonly limits: HelperLimits
  readonly signal?: AbortSignal
}

/** Runs `docker-credential-X get` with no shell. An abort kills it and rejects with the signal's reason. */
export async function runHelper({ program, env, input, limits, signal }: HelperCall): Promise<HelperRun> {
  signal?.throwIfAborted()
  const child = spawn(program, ['get'], {
    env,
    shell: false,
    windowsHide: true,
    // stderr is for a person at a terminal; helpers answer, errors too, on stdout.
    stdio: ['pipe', 'pipe', 'ignore'],
    // A group of its own, so that a helper's children die with it.
    detached: process.platform !== 'win32',
  })
  return await new Promise<HelperRun>((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const settle = (finish: () => void): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      kill(child)
      finish()
    }
    const onAbort = (): void => settle(() => reject(signal?.reason))
    const timer = setTimeout(() => settle(() => resolve({ type: 'timeout' })), limits.time)
    signal?.addEventListener('abort', onAbort, { once: true })
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > limits.output) settle(() => resolve({ type: 'tooMuch' }))
      else chunks.push(chunk)
    })
    child.once('error', () => settle(() => resolve({ type: 'notStarted' })))
    child.once('close', (code) => {
      const output = Buffer.concat(chunks).toString('utf8')
      settle(() => resolve({ type: 'ended', exitCode: code ?? -1, output }))
    })
    // A helper that does not read its input closes the pipe: its answer tells what is wrong.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** Ends the helper and its children, and lets go of the pipe that a child of it may hold open. */
function kill(child: ChildProcess): void {
  child.stdout?.destroy()
  child.stdin?.destroy()
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
