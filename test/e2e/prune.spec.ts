import {
  anImage,
  busyboxLayer,
  danglingImage,
  fileLayer,
  load,
  stoppedContainer,
} from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ActivityBar } from './pages/activity'
import { PruneDialog } from './pages/cleanup'
import { expectNothingSerious } from './pages/settings'

const short = (id: string): string => id.slice(7, 19)
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')

/** Dangling as the engine says, less what a repository knows by its digest: docker's filter counts that in, Strata keeps it. */
async function nameless(docker: (...args: readonly string[]) => Promise<string>): Promise<readonly string[]> {
  const ids = [...new Set(lines(await docker('images', '--no-trunc', '-qf', 'dangling=true')))]
  if (ids.length === 0) return []
  const known = lines(await docker('image', 'inspect', '--format', '{{.Id}} {{len .RepoDigests}}', ...ids))
  return known.filter((line) => line.endsWith(' 0')).map((line) => line.slice(0, line.indexOf(' ')))
}

test.describe('pruning dangling images', () => {
  test('the exact list first, then exactly that list', async ({ page, docker }) => {
    // The list was read: what happens from here on comes by events.
    await expect(page.getByRole('button', { name: /^Images, / })).toBeVisible()
    const gone = [await danglingImage(40_000), await danglingImage(50_000)]
    const kept = await danglingImage(60_000)
    const name = `${uniqueName('used')}:1`
    const [used = ''] = await load([
      anImage({ tags: [name], layers: [await busyboxLayer(), fileLayer('own')] }),
    ])
    const container = uniqueName('holds').replaceAll('/', '-')
    await stoppedContainer(name, '--name', container)
    await load([anImage({ tags: [name] })])

    const dialog = await PruneDialog.open(page)
    const listed = await nameless(docker)
    await expect(dialog.rows).toHaveCount(listed.length)
    for (const id of listed) await expect(dialog.row(short(id))).toHaveCount(1)
    await expect(dialog.row(short(used))).toContainText(`Stays: container ${container} uses it.`)
    await expect(dialog.row(short(used)).getByRole('checkbox')).toBeDisabled()
    await expect(dialog.cancelButton).toBeFocused()
    await expectNothingSerious(page, 'the prune dialog')

    await dialog.leaveOut(short(kept))
    await expect(dialog.command).not.toContainText(short(kept))
    for (const id of gone) await expect(dialog.command).toContainText(short(id))
    await expect(dialog.dialog).toContainText('Frees at least')
    await dialog.confirm()

    const bar = new ActivityBar(page)
    await bar.runNow()
    await expect(bar.bar).toContainText('Done')
    const left = await nameless(docker)
    expect([...left].sort()).toEqual([kept, used].sort())

    const again = await PruneDialog.open(page)
    await expect(again.rows).toHaveCount(2)
    await again.cancel()
    await docker('rm', '-f', container)
    await docker('image', 'rm', kept, used)
  })

  test('nothing dangling is said in words', async ({ page, docker }) => {
    const rest = await nameless(docker)
    if (rest.length > 0) await docker('image', 'rm', '--force', ...rest)
    const dialog = await PruneDialog.open(page)
    await expect(dialog.dialog).toContainText('Nothing is dangling')
    await expect(dialog.dialog.getByRole('button', { name: 'Close' }).last()).toBeFocused()
    await expectNothingSerious(page, 'the empty prune dialog')
  })
})
