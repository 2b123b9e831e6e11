import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'

/** Runs the docker CLI, its output read and dropped unless it fails. Resolves with the milliseconds it took. */
export function dockerTime({ cli, cliEnv }, args) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(cli, args, {
      env: { ...process.env, ...cliEnv },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let told = ''
    child.stdout.resume()
    child.stderr.on('data', (chunk) => {
      told = `${told}${chunk}`.slice(-4_000)
    })
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0
        ? resolve(performance.now() - start)
        : reject(new Error(`docker ${args.join(' ')}: ${code}\n${told}`)),
    )
  })
}

/** What the docker CLI prints, trimmed. */
export async function dockerOutput({ cli, cliEnv }, args) {
  const { stdout } = await promisify(execFile)(cli, args, { env: { ...process.env, ...cliEnv } })
  return stdout.trim()
}
