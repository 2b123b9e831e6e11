import { spawn } from 'node:child_process'

/** Runs the docker CLI, its output read and dropped. Resolves with the milliseconds it took. */
export function dockerTime({ cli, cliEnv }, args) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(cli, args, {
      env: { ...process.env, ...cliEnv },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout.resume()
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0
        ? resolve(performance.now() - start)
        : reject(new Error(`docker ${args.join(' ')}: ${code}`)),
    )
  })
}
