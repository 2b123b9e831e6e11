import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildImage } from '../../../main/build/buildImage'
import { createBuildEngine } from '../../../main/engine/buildkit/buildEngine'
import { importArchive } from '../../../main/transfers/importArchive'
import { loadArchive } from '../../../main/transfers/loadArchive'
import { pullImage } from '../../../main/transfers/pullImage'
import { archiveOf } from '../../../scripts/sandbox/images/archive.mjs'
import type { Sandbox } from '../../../scripts/sandbox/types'
import { attach, errorOf, ownEngine } from '../adapter/support'
import { options } from '../build/support'
import { eventually } from '../support/eventually'
import { anImage, fileLayer, load, tarOf } from '../support/images'
import { docker, dockerResult, dockerWith, emptySandbox, sandbox, uniqueName } from '../support/sandbox'
import { credentialsFor, heavyLayer, watched } from '../transfers/support'

/**
 * limits.md A45: an engine whose disk is full says so by our own code, has no half an image, and works on. Its whole
 * sandbox is on a small disk of memory. What the user's own disk lacks for a save is in transfers/files.test.ts.
 */
const run = promisify(execFile)
const diskMegabytes = 160
const tooBig = 200_000_000

let disk = ''
let files = ''
let own: Sandbox | undefined

beforeAll(async () => {
  files = await mkdtemp('/var/tmp/strata-full-files-')
  const place = await mkdtemp('/var/tmp/strata-full-')
  const size = `size=${diskMegabytes}m`
  // Only root may, and not in every container.
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', size, 'none', place]).catch(() => undefined)
  if (mounted === undefined) {
    await rm(place, { recursive: true, force: true })
    return
  }
  disk = place
  own = await ownEngine({ place })
})
afterAll(async () => {
  await own?.close()
  if (disk !== '') await run('umount', ['--lazy', disk])
  for (const folder of [disk, files]) if (folder !== '') await rm(folder, { recursive: true, force: true })
})

/** Small things still work, and nothing half is left of the large ones. */
async function expectWhole(on: Sandbox['info'], reference: string) {
  const isThere = (await dockerResult(['image', 'inspect', reference], { on })).code === 0
  if (on.store === 'classic') expect(isThere).toBe(false)
  // The containerd store keeps and names all of an image before it unpacks it: what is there has to be whole.
  else if (isThere) await dockerWith({ on }, 'save', '--output', join(files, 'left.tar'), reference)
  await emptySandbox(on)
  // Builders keep what they were sent, and let go of it in their own time.
  await eventually(async () => {
    await dockerWith({ on }, 'builder', 'prune', '--all', '--force')
    await load([anImage({ layers: [fileLayer('small', 100_000)] })], { on })
  })
}

const full = { code: 'ENGINE_DISK_FULL' }

it('pull', async ({ skip }) => {
  if (own === undefined) return skip('no engine on a small disk here')
  const reference = `${sandbox().registry?.host}/${uniqueName('full')}:1`
  await load([anImage({ tags: [reference], layers: [heavyLayer(tooBig / 1_000_000)] })])
  await docker('push', reference)
  await docker('rmi', reference)
  const { client } = await attach(own.info.host)
  const services = { client: client(), credentials: credentialsFor() }
  expect(await errorOf(pullImage(services, { reference }, watched().job))).toMatchObject(full)
  await expectWhole(own.info, reference)
})

it('load and import', async ({ skip }) => {
  if (own === undefined) return skip('no engine on a small disk here')
  const { client } = await attach(own.info.host)
  const reference = `${uniqueName('full')}:1`
  const saved = join(files, 'saved.tar')
  const spec = anImage({ tags: [reference], layers: [heavyLayer(tooBig / 1_000_000)] })
  await writeFile(saved, Buffer.concat([...archiveOf([spec])]))
  const loading = loadArchive({ client: client() }, { path: saved }, watched().job)
  expect(await errorOf(loading)).toMatchObject(full)
  await expectWhole(own.info, reference)

  const rootfs = join(files, 'rootfs.tar')
  await writeFile(rootfs, tarOf([{ name: 'big', content: Buffer.alloc(tooBig, 'x') }]))
  const importing = importArchive({ client: client() }, { path: rootfs, reference }, watched().job)
  expect(await errorOf(importing)).toMatchObject(full)
  await expectWhole(own.info, reference)
})

it('build', async ({ skip }) => {
  if (own === undefined) return skip('no engine on a small disk here')
  const { info } = own
  const { client } = await attach(info.host)
  const tag = `${uniqueName('full')}:1`
  await writeFile(join(files, 'Dockerfile'), 'FROM scratch\nCOPY big /\n')
  await writeFile(join(files, '.dockerignore'), '*.tar\n')
  await writeFile(join(files, 'big'), Buffer.alloc(tooBig, 'x'))
  const engine = createBuildEngine({
    address: { connect: () => connect(info.socketPath) },
    apiVersion: info.apiVersion,
  })
  const asked = options({ folder: files, tags: [tag] })
  const outcome = await buildImage({ engine, client: client() }, asked, watched().job)
  expect(outcome).toMatchObject({ type: 'failed', error: full })
  await expectWhole(info, tag)
})
