import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CacheFile } from '../../main/cache/cacheFile'
import {
  type LedgerRecord,
  ledgerMaxBytes,
  ledgerVersion,
  packLedger,
  parseLedger,
} from '../../main/ledger/ledgerFile'
import { anImage, busyboxLayer, fileLayer, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ImageRows } from './pages/details'
import { ImagesPage } from './pages/imagesPage'
import { expectNothingSerious } from './pages/settings'
import { launchApp } from './support/launch'

const day = 86_400_000

test('someone who cleans up sees what nobody used for a month, and what is not known of it', async ({
  sandbox,
  docker,
}) => {
  const userData = mkdtempSync(join(tmpdir(), 'strata-ledger-'))
  const app = uniqueName('idle')
  try {
    const first = await launchApp({ host: sandbox.host, userData })
    const rows = new ImageRows(first.page)
    // The list was read: what happens from here on comes by events.
    await expect(first.page.getByRole('button', { name: /^Images, / })).toBeVisible()
    await rows.search(app)
    await load([anImage({ tags: [`${app}:1`], layers: [await busyboxLayer(), fileLayer('own')] })])
    const panel = await rows.open(app)
    const section = panel.section('On this engine')
    await expect(section).toContainText('loaded from a file')
    await expect(section).toContainText('no use seen')
    await docker('run', '--rm', '--name', 'one-off', `${app}:1`, '/bin/true')
    await expect(section).toContainText('one-off ended')
    await first.close()

    // What the engine told while the first window closed is taken in: nothing of it may come again once all is made old.
    const between = await launchApp({ host: sandbox.host, userData })
    const caughtUp = new ImageRows(between.page)
    await caughtUp.search(app)
    await expect((await caughtUp.open(app)).section('On this engine')).toContainText('one-off ended')
    await between.close()

    await aged(join(userData, 'image-cache'), 40 * day)

    const second = await launchApp({ host: sandbox.host, userData })
    const images = new ImagesPage(second.page)
    await images.search.fill(app)
    await images.showColumn('Last used')
    await expect(images.row(app)).toContainText(/5 weeks ago|1 month ago/)
    await images.filterBy(/Unused for/, '30')
    await expect(images.row(app)).toBeVisible()
    await images.clearFilters()
    await images.search.fill(app)
    await images.filterBy(/Unused for/, '90')
    await expect(images.rows).toHaveCount(0)
    await second.page.getByRole('button', { name: /^Unused for at least/ }).click()
    await second.page.keyboard.press('ControlOrMeta+a')
    await second.page.keyboard.type('40')
    await second.page.keyboard.press('Enter')
    await expect(images.row(app)).toBeVisible()
    const again = await new ImageRows(second.page).open(app)
    const past = again.section('On this engine')
    await expect(past).toContainText('one-off ended')
    await expect(past).toContainText('Unused at least since')
    await expect(past).not.toContainText('Not watched')
    await expectNothingSerious(second.page, 'the filter and the past of an image')

    await docker('run', '--rm', `${app}:1`, '/bin/true')
    await expect(images.rows).toHaveCount(0)
    await second.close()
  } finally {
    await docker('rmi', '--force', `${app}:1`)
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** As if all of it had been so long ago; the engine's own last event stays, so that nothing counts as missed. */
async function aged(folder: string, ms: number): Promise<void> {
  const name = readdirSync(folder).find((each) => each.startsWith('ledger-'))
  if (name === undefined) throw new Error('no ledger was kept')
  const file = new CacheFile(join(folder, name), ledgerVersion, ledgerMaxBytes)
  const record = parseLedger(await file.read())
  if (record === undefined) throw new Error('the ledger that was kept can’t be read')
  await file.write(packLedger(older(record, ms)))
}

function older(record: LedgerRecord, ms: number): LedgerRecord {
  return {
    ...record,
    blindUntil: record.blindUntil - ms,
    gaps: record.gaps.map(({ from, to }) => ({
      to: to - ms,
      ...(from === undefined ? {} : { from: from - ms }),
    })),
    entries: record.entries.map(([id, entry]) => [
      id,
      {
        ...entry,
        firstSeen: entry.firstSeen - ms,
        handled: entry.handled - ms,
        ...(entry.lastUse && { lastUse: { ...entry.lastUse, at: entry.lastUse.at - ms } }),
        ...(entry.came && { came: { ...entry.came, at: entry.came.at - ms } }),
      },
    ]),
  }
}
