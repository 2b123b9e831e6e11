import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { must, run } from '../run.mjs'

const PROGRAM_FOLDERS = ['usr/bin', 'usr/sbin', 'usr/libexec/docker/cli-plugins']

/** What Debian's engine and runc link against; everything below them follows by dependency. */
export const ENGINE_LIBRARIES = ['libc6', 'libsystemd0', 'libseccomp2']

/** @param {string} folder */
function programsIn(folder) {
  const paths = PROGRAM_FOLDERS.map((part) => join(folder, part))
    .filter((path) => existsSync(path))
    .flatMap((path) => readdirSync(path).map((name) => join(path, name)))
    .filter((path) => existsSync(path) && statSync(path).isFile())
  // Links give the same program a second name.
  return [...new Set(paths.map((path) => realpathSync(path)))]
}

/** @param {string} folder @returns {Promise<boolean>} whether every program finds its libraries on this host */
export async function librariesComplete(folder) {
  for (const program of programsIn(folder)) {
    const { stdout, stderr } = await run('ldd', [program])
    if (/not found/.test(stdout + stderr)) return false
  }
  return true
}

/**
 * Makes the unpacked programs run on the libraries unpacked beside them. A wrapper around ld.so would not do: the
 * engine and runc start themselves again through /proc/self/exe.
 * @param {string} folder
 * @param {string} patchelf
 */
export async function useOwnLibraries(folder, patchelf) {
  const libraries = await libraryFolders(folder)
  for (const program of programsIn(folder)) {
    const { code, stdout } = await run(patchelf, ['--print-interpreter', program])
    if (code !== 0) continue
    const name = basename(stdout.trim())
    // The file itself: where the package has a link at the usual path, that link is absolute and leads to the host's.
    const loader = libraries.map((library) => join(library, name)).find((path) => isPlainFile(path))
    if (!loader) throw new Error(`the suite's libc brought no ${name}`)
    // RPATH and not RUNPATH: it also holds for the libraries that the libraries need.
    await must(patchelf, [
      '--set-interpreter',
      loader,
      '--force-rpath',
      '--set-rpath',
      libraries.join(':'),
      program,
    ])
  }
}

/** @param {string} path */
function isPlainFile(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** @param {string} folder */
async function libraryFolders(folder) {
  const found = await must('find', [folder, '-name', '*.so.*', '-printf', '%h\\n'])
  return [...new Set(found.trim().split('\n'))].sort()
}
