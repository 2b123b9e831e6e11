import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { SandboxInfo } from '../../../scripts/sandbox/types'

/** The engine that was brought up for these tests (scripts/sandbox); undefined when the run has none. */
export function readSandbox(): SandboxInfo | undefined {
  const file = process.env['STRATA_SANDBOX']
  if (file === undefined || file === '') return undefined
  const info: SandboxInfo = JSON.parse(readFileSync(file, 'utf8'))
  return info
}

/** The real docker command on the sandbox engine: what it prints, trimmed. */
export async function dockerCli(sandbox: SandboxInfo, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(sandbox.cli, [...args], {
    env: { ...process.env, ...sandbox.cliEnv },
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout.trim()
}
