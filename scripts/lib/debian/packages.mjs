import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { must } from '../run.mjs'
import { retry } from '../wait.mjs'
import { privateApt } from './aptState.mjs'

/**
 * Debian packages of one suite, unpacked below `target` and not installed. apt checks every byte against the signed
 * lists of the archive.
 * @param {object} request
 * @param {string} request.suite
 * @param {readonly string[]} request.packages
 * @param {readonly string[]} [request.optional] taken where the suite has them
 * @param {readonly string[]} [request.withLibraries] taken together with all they depend on
 * @param {string} request.target
 * @param {string} request.scratch a folder for work, emptied afterwards
 * @param {(line: string) => void} [request.note]
 * @returns {Promise<Record<string, string>>} the version of each package
 */
export async function unpackPackages({
  suite,
  packages,
  optional = [],
  withLibraries = [],
  target,
  scratch,
  note,
}) {
  mkdirSync(scratch, { recursive: true })
  const folder = mkdtempSync(join(scratch, `apt-${suite}-`))
  try {
    const env = await privateApt(folder, suite)
    await retry(() => must('apt-get', ['update', '-q', '--error-on=any'], { env }), { note, tries: 2 })
    const available = (await must('apt-cache', ['pkgnames'], { env })).split('\n')
    const wanted = new Set([...packages, ...optional.filter((name) => available.includes(name))])
    if (withLibraries.length > 0) {
      const plan = await must('apt-get', ['-s', 'install', '--no-install-recommends', ...withLibraries], {
        env,
      })
      for (const [, name] of plan.matchAll(/^Inst (\S+)/gm)) if (name) wanted.add(name)
    }
    const debs = join(folder, 'debs')
    mkdirSync(debs)
    await retry(() => must('apt-get', ['download', '-q', ...wanted], { env, cwd: debs }), { note, tries: 2 })
    /** @type {Record<string, string>} */ const versions = {}
    for (const deb of readdirSync(debs)) {
      const [name = '', version = ''] = decodeURIComponent(deb).split('_')
      versions[name] = version
      await must('dpkg', ['-x', join(debs, deb), target])
    }
    return versions
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
