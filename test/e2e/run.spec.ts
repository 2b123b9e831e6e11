import { createServer } from 'node:net'
import { anImage, busyboxLayer, fileLayer, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { DetailsPanel, ImageRows } from './pages/details'
import { Frame } from './pages/frame'
import { RunDialog, RunJob } from './pages/run'
import { expectNothingSerious } from './pages/settings'

test.use({ oneApp: true })

/** Says something on both streams and ends well. */
const hello = ['/bin/sh', '-c', 'echo "hello $WHO"; echo "a warning" >&2']
/** Up until stopped, and quick to stop: a first process without a handler ignores SIGTERM. */
const serve = ['/bin/sh', '-c', 'trap "exit 0" TERM; echo serving; while :; do sleep 0.1; done']

async function image(cmd: readonly string[], more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const name = uniqueName('run')
  const config = { Cmd: [...cmd], Env: ['PATH=/bin', 'WHO=world'], ...more }
  // A layer of its own: images of the same content would be one.
  await load([anImage({ tags: [`${name}:1`], layers: [await busyboxLayer(), fileLayer('own')], config })])
  return `${name}:1`
}

/** A port that nobody has now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const containerName = () => uniqueName('c').replace('/', '-')

test.describe('running an image to check it', () => {
  test('shows its output, both streams, and that it ended well', async ({ page, docker }) => {
    const name = await image(hello)
    const dialog = await RunDialog.open(page, name)
    await expect(dialog.words).toHaveText(hello)
    await dialog.addEnv('WHO=Strata')
    await expect(dialog.line).toHaveText(`docker run --rm --env WHO=Strata ${name}`)
    await expectNothingSerious(page, 'the run dialog')
    await dialog.run()

    const job = new RunJob(page, name)
    await expect(job.output).toContainText('hello Strata')
    await expect(job.output.locator('[data-tip=stderr]')).toHaveText('a warning')
    await expect(job.detail).toContainText('Exit code 0 · ended well')
    await job.showReport()
    await expect(job.detail).toContainText('The program ended well.')
    await expect(job.detail).toContainText('removed')
    await expectNothingSerious(page, 'the report of a run')
    expect(await docker('ps', '--all', '--quiet', '--filter', `ancestor=${name}`)).toBe('')
  })

  test('explains a command that is not there', async ({ page }) => {
    const name = await image(hello)
    const dialog = await RunDialog.open(page, name)
    await dialog.command.fill(`sh -c 'nothere`)
    await expect(dialog.dialog.getByRole('alert')).toHaveText("' is not closed.")
    await dialog.command.fill(`/bin/sh -c 'nothere --now'`)
    await expect(dialog.words).toHaveText(['/bin/sh', '-c', 'nothere --now'])
    await dialog.run()
    const job = new RunJob(page, name)
    await expect(job.detail).toContainText('Exit code 127 · command not found')
    await job.showReport()
    await expect(job.detail).toContainText('The command was not found in the image.')

    await job.press('Run again…')
    const again = new RunDialog(page)
    await expect(again.command).toHaveValue(`/bin/sh -c 'nothere --now'`)
    await again.command.fill('nothere')
    await again.run()
    await expect(job.detail.getByRole('alert')).toContainText('The image cannot run “nothere”.')
    await expect(job.detail.getByRole('alert')).toContainText('127')
  })

  test('says who has the port, stops and removes', async ({ page, docker }) => {
    const port = String(await freePort())
    const name = await image(serve, { ExposedPorts: { '8888/tcp': {} } })
    const first = containerName()
    const dialog = await RunDialog.open(page, name)
    // Proposed from EXPOSE.
    await expect(dialog.containerPorts).toHaveValue('8888')
    await expect(dialog.hostPorts).toHaveValue('8888')
    await dialog.hostPorts.fill(port)
    await dialog.name.fill(first)
    await dialog.tick(/--rm/, false)
    await dialog.tick(/--detach/)
    await dialog.run()
    const job = new RunJob(page, first)
    await expect(job.detail).toContainText(`Left running as ${first}`)
    await job.showReport()
    await expect(job.detail).toContainText(`http://localhost:${port}`)

    await new Frame(page).goTo('Images')
    const second = await RunDialog.open(page, name)
    await second.hostPorts.fill(port)
    await second.press('Run')
    const alert = second.dialog.getByRole('alert')
    await expect(alert).toContainText(`The container ${first} has the port ${port} of the host.`)
    await expectNothingSerious(page, 'a port that is taken')
    await second.press('Cancel')
    expect((await docker('ps', '--all', '--quiet', '--filter', `ancestor=${name}`)).split('\n')).toHaveLength(
      1,
    )

    await new Frame(page).goTo('Activity')
    await job.act('Stop', first)
    await job.showReport()
    await expect(job.detail).toContainText('it ended after this job')
    await job.act('Remove', first)
    await expect(job.detail).toContainText('removed')
    expect(await docker('ps', '--all', '--quiet', '--filter', `name=${first}`)).toBe('')
  })

  test('is stopped by its job, with the exit code of its program', async ({ page }) => {
    const name = await image(serve)
    const dialog = await RunDialog.open(page, name)
    await dialog.run()
    const job = new RunJob(page, name)
    await expect(job.output).toContainText('serving')
    await expect(job.detail).toContainText('Running as')
    await job.press('Stop')
    await expect(job.detail).toContainText('Stopped')
    await expect(job.detail).toContainText('Exit code 0')
  })

  test('replaces the container that has the name, when that is named', async ({ page, docker }) => {
    const name = await image(serve)
    const taken = containerName()
    const old = await docker('run', '--detach', '--name', taken, name)
    const dialog = await RunDialog.open(page, name)
    await dialog.name.fill(taken)
    await dialog.tick(/--rm/, false)
    await dialog.tick(/--detach/)
    await dialog.press('Run')
    await expect(dialog.dialog.getByRole('alert')).toContainText(`The name ${taken} belongs to the container`)
    await dialog.dialog.getByRole('checkbox', { name: `Replace the container ${taken}` }).click()
    await expect(dialog.line).toContainText(`docker rm --force ${taken}`)
    await dialog.run(`Replace ${taken}`)
    const job = new RunJob(page, taken)
    await expect(job.detail).toContainText(`Left running as ${taken}`)
    const now = await docker('inspect', '--format', '{{.Id}} {{.State.Running}}', taken)
    expect(now).toMatch(/ true$/)
    expect(now).not.toContain(old)
    await docker('rm', '--force', taken)
  })

  test('runs again with the new image in the place of the old container', async ({ page, docker }) => {
    const name = await image(serve)
    const own = containerName()
    await docker('run', '--detach', '--name', own, '--env', 'KEPT=yes', name)
    const next = ['/bin/sh', '-c', `${serve[2]?.replace('serving', 'serving anew')}`]
    const config = { Cmd: next, Env: ['PATH=/bin'] }
    await load([anImage({ tags: [name], layers: [await busyboxLayer(), fileLayer('own')], config })])
    const rows = new ImageRows(page)
    await rows.search(name.replace(/:1$/, ''))
    const panel = await rows.open(name.replace(/:1$/, ''))
    const use = new DetailsPanel(page).section('Used by')
    await expect(use).toContainText('1 container still runs an older image')
    await use.getByRole('button', { name: 'Run again with this image…' }).click()
    const dialog = new RunDialog(page)
    await expect(dialog.dialog).toContainText(`The container ${own} gives way`)
    await expect(dialog.name).toHaveValue(own)
    await expect(dialog.line).toContainText('--env KEPT=yes')
    await dialog.run(`Replace ${own}`)
    const job = new RunJob(page, own)
    await expect(job.detail).toContainText(`Left running as ${own}`)
    await expect(job.output).toContainText('serving anew')
    expect(await docker('inspect', '--format', '{{.Config.Env}}', own)).toContain('KEPT=yes')

    await new Frame(page).goTo('Images')
    await expect(use).not.toContainText('still runs an older image')
    await expect(panel.section('Used by')).toContainText('started by Strata')
    await docker('rm', '--force', own)
  })

  test('removes what it did not start only when that is named on purpose', async ({ page, docker }) => {
    const name = await image(serve)
    const foreign = containerName()
    await docker('run', '--detach', '--name', foreign, name)
    const rows = new ImageRows(page)
    await rows.search(name.replace(/:1$/, ''))
    const panel = await rows.open(name.replace(/:1$/, ''))
    await panel
      .section('Used by')
      .getByRole('button', { name: `Actions for the container ${foreign}` })
      .click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    const dialog = page.getByRole('dialog', { name: `Remove the container ${foreign}` })
    const button = dialog.getByRole('button', { name: 'Remove', exact: true })
    await expect(dialog).toContainText('Strata did not start this container.')
    await expect(button).toBeDisabled()
    await dialog.getByRole('checkbox', { name: `Yes, ${foreign}` }).check()
    await button.click()
    await expect(dialog).toBeHidden()
    await expect(panel.section('Used by')).toContainText('No container uses this image.')
    expect(await docker('ps', '--all', '--quiet', '--filter', `name=${foreign}`)).toBe('')
  })
})
