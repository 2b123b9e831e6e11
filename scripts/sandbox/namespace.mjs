import { spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { childrenOf, processId } from '../lib/process.mjs'

/**
 * @typedef {object} Namespace mounts and processes of a sandbox, out of sight of the host's
 * @property {import('../lib/process.mjs').ProcessId} holder
 * @property {(command: string, args: readonly string[], options: { env: NodeJS.ProcessEnv, logFile: string }) =>
 *   import('node:child_process').ChildProcess} start
 */

/**
 * `/run` is private too: containerd keeps sockets there under fixed names, and the engine would otherwise take up with a
 * containerd that the host runs. A resolv.conf that lives in /run is carried over.
 */
const SETUP = `
set -e
resolv=$(readlink -f /etc/resolv.conf || true)
content=$(cat /etc/resolv.conf 2>/dev/null || true)
mount -t proc proc /proc
mount -t tmpfs -o mode=755,size=64m run /run
case "$resolv" in /run/*) mkdir -p "$(dirname "$resolv")"; printf '%s\\n' "$content" > "$resolv";; esac
echo ready
[ -z "$1" ] || exec "$1" -s -- cat
cat
exit 0
`

/**
 * The holder reads a pipe from this process: when this process ends in whatever way, the pipe closes, the holder ends,
 * and the kernel ends everything else in its PID namespace.
 * @param {string} folder
 * @param {string | undefined} init a tini, to reap orphans as the first process must; without it the shell does
 * @returns {Promise<Namespace>}
 */
export async function makeNamespace(folder, init) {
  const log = openSync(join(folder, 'namespace.log'), 'a')
  const flags = ['--mount', '--pid', '--fork', '--kill-child=SIGKILL', '--propagation', 'slave']
  const child = spawn('unshare', [...flags, 'sh', '-c', SETUP, 'sh', init ?? ''], {
    // A Ctrl+C goes to the whole foreground group; the sandbox ends when its script says so, and not by halves.
    detached: true,
    stdio: ['pipe', 'pipe', log],
  })
  const { stdin, stdout } = child
  if (!stdin || !stdout) throw new Error('unshare got no pipes')
  await new Promise((resolve, reject) => {
    stdout.once('data', resolve)
    child.once('error', reject)
    child.once('exit', () =>
      reject(new Error('this machine lets nobody make private namespaces (see namespace.log)')),
    )
  })
  const [pid] = childrenOf(child.pid ?? 0)
  if (!pid) throw new Error('the namespace has no first process')
  child.unref()
  // The pipes must stay open and yet not keep this process alive; as sockets, which they are, they can be let go.
  for (const pipe of [stdin, stdout]) {
    pipe.on('error', () => {})
    if (pipe instanceof Socket) pipe.unref()
  }
  return {
    holder: processId(pid),
    start(command, args, { env, logFile }) {
      const output = openSync(logFile, 'a')
      return spawn('nsenter', ['--target', String(pid), '--mount', '--pid', '--', command, ...args], {
        detached: true,
        env,
        stdio: ['ignore', output, output],
      })
    },
  }
}
