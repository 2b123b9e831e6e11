import { findProgram, type Machine } from './helperPath'

/**
 * The helper that docker takes where config.json names nothing at all and the platform's own is installed (docker/cli
 * credentials.DetectDefaultStore).
 */
export async function defaultHelper(machine: Machine): Promise<string | undefined> {
  const name = await platformHelper(machine)
  return (await findProgram(`docker-credential-${name}`, machine)) === undefined ? undefined : name
}

async function platformHelper(machine: Machine): Promise<string> {
  if (machine.platform === 'darwin') return 'osxkeychain'
  if (machine.platform === 'win32') return 'wincred'
  return (await findProgram('pass', machine)) === undefined ? 'secretservice' : 'pass'
}
