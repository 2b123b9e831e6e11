import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright/test'
import { expect, test } from './fixtures'
import { Frame } from './pages/frame'
import { ImagesPage } from './pages/imagesPage'
import { launchApp } from './support/launch'

/** What axe finds that would bar someone. */
async function barriers(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)
}

async function clipboard(electron: {
  evaluate: <T>(run: (api: typeof import('electron')) => T) => Promise<T>
}): Promise<string> {
  return await electron.evaluate(({ clipboard: board }) => board.readText())
}

const empty = ['FROM scratch', 'LABEL strata.test=images'].join('\n')

test.use({ oneApp: true })

test.describe('someone who looks at what is there', () => {
  test('sees every image that docker lists, and only those', async ({ page, docker }) => {
    const images = new ImagesPage(page)
    const ids = new Set((await docker('images', '-q', '--no-trunc')).split('\n').filter(Boolean))
    await expect(new Frame(page).place('Images')).toContainText(String(ids.size))
    await expect(images.foot).toHaveText(new RegExp(`^${ids.size} images?$`))
  })

  test('finds an image by a few letters, and sees the numbers of what is shown', async ({ page, docker }) => {
    const tag = 'e2e-images/find-me:1'
    await make(docker, tag)
    const images = new ImagesPage(page)
    await page.keyboard.press('/')
    await expect(images.search).toBeFocused()
    await page.keyboard.type('FIND-me')
    await expect(images.rows).toHaveCount(1)
    await expect(images.row('e2e-images/find-me')).toBeVisible()
    await expect(images.foot).toHaveText(/^1 of \d+ images$/)
    await page.keyboard.press('Escape')
    await expect(images.search).toHaveValue('')
    await docker('rmi', tag)
  })

  test('filters by label, pattern and age, and takes the filters away again', async ({ page, docker }) => {
    await make(docker, 'e2e-images/labelled:1')
    const images = new ImagesPage(page)
    await images.filterBy(/By label/, 'strata.test=images')
    await expect(images.rows).toHaveCount(1)
    await expect(images.row('labelled')).toBeVisible()
    await images.clearFilters()
    await images.filterBy(/By reference pattern/, 'e2e-images/*')
    await expect(images.rows).toHaveCount(1)
    await images.filterBy(/Created before/, 'no/such:image')
    await expect(page.getByRole('alert')).toContainText('no/such:image')
    await images.clearFilters()
    await docker('rmi', 'e2e-images/labelled:1')
  })

  test('sorts, chooses columns, and finds them again', async ({ page }) => {
    const images = new ImagesPage(page)
    await images.sortBy('Size')
    await expect(images.header('Size')).toHaveAttribute('aria-sort', 'descending')
    await images.showColumn('Image ID')
    await new Frame(page).goTo('Settings')
    await new Frame(page).goTo('Images')
    await expect(images.header('Image ID')).toBeVisible()
    await expect(images.header('Size')).toHaveAttribute('aria-sort', 'descending')
  })

  test('opens the details with Enter, and closes them with Esc', async ({ page }) => {
    const images = new ImagesPage(page)
    await images.rows.first().click()
    await page.keyboard.press('Enter')
    await expect(images.details).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(images.details).toBeHidden()
    await expect(images.grid).toBeFocused()
  })
})

test.describe('someone who works with the command line at the same time', () => {
  test('sees a new image, a new name and a removal without a click', async ({ page, docker }) => {
    const images = new ImagesPage(page)
    await images.search.fill('e2e-images/live')
    await make(docker, 'e2e-images/live:1')
    await expect(images.row('e2e-images/live')).toBeVisible()
    await docker('tag', 'e2e-images/live:1', 'e2e-images/live:2')
    await expect(images.row('+1')).toBeVisible()
    await docker('rmi', 'e2e-images/live:1', 'e2e-images/live:2')
    await expect(images.rows).toHaveCount(0)
    await expect(page.getByText('No image fits')).toBeVisible()
  })

  test('reads what a dangling image was', async ({ page, docker }) => {
    const images = new ImagesPage(page)
    await make(docker, 'e2e-images/moving:1')
    await images.search.fill('e2e-images/moving')
    await expect(images.row('moving')).toBeVisible()
    const old = await docker('images', '-q', '--no-trunc', 'e2e-images/moving:1')
    await make(docker, 'e2e-images/moving:1', 'ENV NEWER=1')
    await images.search.fill(old.slice(7, 19))
    await expect(images.row(/was e2e-images\/moving:1 until/)).toBeVisible()
    await docker('rmi', 'e2e-images/moving:1', old)
  })
})

test.describe('someone with a keyboard only', () => {
  test('chooses, copies and asks for a removal', async ({ page, strata, docker }) => {
    await make(docker, 'e2e-images/keys-a:1')
    await make(docker, 'e2e-images/keys-b:1', 'ENV B=1')
    const images = new ImagesPage(page)
    await page.keyboard.press('/')
    await page.keyboard.type('e2e-images/keys')
    await expect(images.rows).toHaveCount(2)
    await page.keyboard.press('ArrowDown')
    await expect(images.grid).toBeFocused()
    await page.keyboard.press('ControlOrMeta+a')
    await expect(images.foot).toHaveText('2 selected')
    await page.keyboard.press('ControlOrMeta+c')
    await expect(new Frame(page).toast(/lines copied/)).toBeVisible()
    expect((await clipboard(strata.electron)).split('\n').sort()).toEqual([
      'e2e-images/keys-a:1',
      'e2e-images/keys-b:1',
    ])
    await page.keyboard.press('Delete')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(images.grid).toBeFocused()
    await docker('rmi', 'e2e-images/keys-a:1', 'e2e-images/keys-b:1')
  })

  test('does everything from the palette', async ({ page, docker }) => {
    await make(docker, 'e2e-images/palette:1')
    const frame = new Frame(page)
    const images = new ImagesPage(page)
    await frame.palette.run('e2e-images/palette:1')
    await expect(images.details).toBeVisible()
    await frame.palette.run('Activity')
    await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible()
    await frame.palette.open()
    await page.keyboard.press('Escape')
    await expect(frame.palette.dialog).toBeHidden()
    await docker('rmi', 'e2e-images/palette:1')
  })

  test('copies the whole list as CSV', async ({ page, strata }) => {
    const images = new ImagesPage(page)
    await expect(images.rows.first()).toBeVisible()
    await new Frame(page).palette.run('Copy as CSV')
    await expect(new Frame(page).toast(/copied/)).toBeVisible()
    expect(await clipboard(strata.electron)).toMatch(/^repository,tag,digest,id,created,size_bytes/)
  })
})

test.describe('someone whose engine goes away', () => {
  test('keeps what was there, and gets it back without a click', async ({ sandbox, kept }) => {
    // Two windows would take the keyboard from each other.
    await kept.close()
    const way = await openWay(sandbox.socketPath)
    const strata = await launchApp({ host: `unix://${way.path}` })
    try {
      const { page } = strata
      const frame = new Frame(page)
      const images = new ImagesPage(page)
      await expect(images.rows.first()).toBeVisible()
      // Of a long list only those in sight are there, and a banner takes some of the room.
      const known = async () => await images.grid.getAttribute('aria-rowcount')
      const before = await known()
      await way.close()
      await expect(frame.banner).toContainText(/lost 0:0\d ago/, { timeout: 3_000 })
      await expect.poll(known).toBe(before)
      await expect(images.action('Prune dangling…')).toBeDisabled()
      expect(await barriers(page)).toEqual([])
      await way.open()
      await expect(frame.banner).toBeHidden()
      await expect(images.action('Prune dangling…')).toBeEnabled()
      await expect.poll(known).toBe(before)
    } finally {
      await strata.close()
      await way.close()
    }
  })
})

test.describe('someone with no engine', () => {
  test.use({ engine: 'none' })

  test('is told what is wrong, since when, and what to do', async ({ page }) => {
    const frame = new Frame(page)
    await expect(page.getByText(/No Docker Engine answers at/)).toBeVisible()
    await expect(page.getByText(/^Not connected to .* since/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    await frame.engine.click()
    await frame.engines.connect('nonsense://x')
    await expect(frame.engines.dialog.getByRole('alert')).toContainText('is not an address of an engine')
    await page.keyboard.press('Escape')
    await expect(frame.engines.dialog).toBeHidden()
    expect(await barriers(page)).toEqual([])
  })
})

test.describe('someone with assistive technology', () => {
  for (const theme of ['Dark theme', 'Light theme'] as const) {
    test(`meets no barrier: ${theme}`, async ({ page }) => {
      // axe reads every node of every frame, five times.
      test.slow()
      const frame = new Frame(page)
      const images = new ImagesPage(page)
      await expect(images.rows.first()).toBeVisible()
      await frame.setTheme(theme)
      expect(await barriers(page)).toEqual([])
      await images.rows.first().click()
      await page.keyboard.press('Enter')
      await expect(images.details.getByRole('tablist')).toBeVisible()
      expect(await barriers(page)).toEqual([])
      await images.openMenu(images.rows.first())
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await frame.palette.open()
      expect(await barriers(page)).toEqual([])
      await page.keyboard.press('Escape')
      await frame.engine.click()
      await expect(frame.engines.dialog).toBeVisible()
      expect(await barriers(page)).toEqual([])
    })
  }
})

/** A socket that leads to the engine's and can be cut: the engine of the other tests stays up. */
async function openWay(target: string) {
  const path = join(mkdtempSync(join(tmpdir(), 'strata-way-')), 'docker.sock')
  const live = new Set<Socket>()
  const server = createServer((client) => {
    const engine = connect(target)
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      live.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
      from.pipe(to)
    }
  })
  const open = async () => await new Promise<void>((done) => server.listen(path, done))
  await open()
  return {
    path,
    open,
    close: async () => {
      for (const socket of live) socket.destroy()
      live.clear()
      if (server.listening) await new Promise((done) => server.close(done))
    },
  }
}

/** An image with this name, made by the docker command; `more` makes it another one. */
async function make(docker: (...args: string[]) => Promise<string>, tag: string, more = ''): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-make-'))
  try {
    writeFileSync(join(folder, 'Dockerfile'), `${empty}\nENV NAME=${tag}\n${more}\n`)
    await docker('build', '-q', '-t', tag, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
