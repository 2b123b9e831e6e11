import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cachedPackages } from '../../scripts/lib/debian/cached.mjs'
import { hostSuite, isDebian } from '../../scripts/lib/debian/host.mjs'
import { say } from '../../scripts/lib/log.mjs'

/**
 * Builds a Go program with Debian's own golang, which is unpacked below our cache and not installed.
 * @param {string} source @param {string} target @param {string} scratch for Go's caches
 */
export async function buildGo(source, target, scratch) {
  if (!isDebian) throw new Error('this bench compares with Debian’s golang: it runs on Debian only')
  const { folder, versions } = await cachedPackages(`golang-${hostSuite}`, {
    suite: hostSuite,
    packages: [],
    withLibraries: ['golang-go'],
    note: say,
  })
  const version = Object.keys(versions).find((name) => /^golang-[\d.]+-go$/.test(name))
  const goroot = join(folder, 'usr/lib', (version ?? '').replace('golang', 'go').replace(/-go$/, ''))
  await promisify(execFile)(join(goroot, 'bin/go'), ['build', '-o', target, source], {
    env: {
      ...process.env,
      GOROOT: goroot,
      GOCACHE: join(scratch, 'cache'),
      GOPATH: join(scratch, 'path'),
      GO111MODULE: 'off',
      CGO_ENABLED: '0',
    },
  })
  return version
}
