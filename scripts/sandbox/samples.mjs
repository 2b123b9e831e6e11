import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { messageOf, seconds } from '../lib/log.mjs'
import { must } from '../lib/run.mjs'
import { withScratch } from '../lib/scratch.mjs'
import { loadImages } from './images/load.mjs'
import { sampleFamily } from './images/sampleFamily.mjs'
import { WEB_FRONTEND } from './images/webFrontend.mjs'

/** @typedef {import('./types.d.ts').SandboxInfo} SandboxInfo */

/**
 * What a working developer's engine looks like, made here without any registry but our own.
 * @param {SandboxInfo} info
 * @param {import('./types.d.ts').Note} note
 * @returns {Promise<import('./types.d.ts').SampleNames>}
 */
export async function makeSamples(info, note) {
  const start = performance.now()
  const { busybox, registry } = info
  if (!busybox || !registry) throw new Error('samples need a static busybox and the registry')
  /** @param {...string} args */
  const docker = async (...args) => {
    return (await must(info.cli, args, { env: { ...process.env, ...info.cliEnv } })).trim()
  }
  const family = sampleFamily(readFileSync(busybox))
  // Each nightly build takes the name from the one before, which leaves the older ones without any.
  for (const older of family.nightly) await loadImages(info, [older])
  await loadImages(info, family.images)
  const dangling = await docker('images', '--quiet', '--no-trunc', '--filter', 'dangling=true')
  const names = {
    family: family.images.flatMap(({ tags = [] }) => tags).filter((tag) => tag !== family.gateway),
    multiStage: await buildFrontend(docker),
    severalTags: family.severalTags,
    byDigest: await pullByDigest(docker, registry.host, family.gateway),
    ...(await makeContainers(docker, note)),
    dangling: dangling.split('\n'),
  }
  note(`sample images are ready in ${seconds(start)}`)
  return names
}

/** @typedef {(...args: string[]) => Promise<string>} Docker */

/** @param {Docker} docker */
function buildFrontend(docker) {
  return withScratch(async (folder) => {
    for (const [name, content] of Object.entries(WEB_FRONTEND)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
    await docker('build', '--tag', 'acme/web-frontend:1.8.0', folder)
    return 'acme/web-frontend:1.8.0'
  })
}

/**
 * As a cluster pulls: by digest, so that no tag names it here.
 * @param {Docker} docker @param {string} registry @param {string} source
 */
async function pullByDigest(docker, registry, source) {
  const repository = `${registry}/platform/gateway`
  await docker('tag', source, `${repository}:3.1`)
  const pushed = await docker('push', `${repository}:3.1`)
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(pushed)?.[1]
  if (!digest) throw new Error(`the push of ${repository} names no digest`)
  await docker('rmi', `${repository}:3.1`, source)
  await docker('pull', `${repository}@${digest}`)
  return `${repository}@${digest}`
}

/** @param {Docker} docker @param {import('./types.d.ts').Note} note */
async function makeContainers(docker, note) {
  const names = { runningContainer: 'api-1', stoppedContainer: 'nightly-backup' }
  try {
    await docker('run', '--detach', '--init', '--name', names.runningContainer, 'acme/python-api:2.4.1')
    await docker('run', '--name', names.stoppedContainer, 'acme/postgres-tools:16', '/bin/true')
  } catch (error) {
    note(`the sample containers do not run here: ${messageOf(error)}`)
  }
  return names
}
