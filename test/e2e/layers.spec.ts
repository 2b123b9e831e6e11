import { anImage, fileLayer, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ImageRows } from './pages/details'
import { expectNothingSerious } from './pages/settings'

/** A base, and two images on it; `prefix` tells them from what else is on the engine. */
async function family(prefix: string): Promise<void> {
  const base = [
    { createdBy: 'ADD rootfs.tar / # buildkit', layer: fileLayer('rootfs', 40_000_000) },
    { createdBy: 'CMD ["/bin/sh"]' },
    {
      createdBy: 'RUN /bin/sh -c install-packages ca-certificates tzdata # buildkit',
      layer: fileLayer('tools', 9_000_000),
    },
  ]
  await load([
    anImage({ tags: [`${prefix}/base:12`], steps: base }),
    anImage({
      tags: [`${prefix}/web:1`],
      steps: [...base, { createdBy: 'COPY web / # buildkit', layer: fileLayer('web', 300_000) }],
    }),
    anImage({
      tags: [`${prefix}/api:1`],
      steps: [
        ...base,
        { createdBy: 'WORKDIR /app' },
        { createdBy: 'COPY requirements.txt . # buildkit', layer: fileLayer('requirements.txt', 200) },
        {
          createdBy: 'RUN /bin/sh -c pip install --no-cache-dir -r requirements.txt # buildkit',
          layer: fileLayer('pip', 24_000_000),
        },
        { createdBy: 'COPY src ./src # buildkit', layer: fileLayer('src', 1_400_000) },
        { createdBy: 'CMD ["python" "main.py"]' },
      ],
    }),
  ])
}

test('the stack of an image: its layers, its base, and who else has them', async ({ page, docker }) => {
  const prefix = uniqueName('acme')
  await family(prefix)
  const rows = new ImageRows(page)
  await rows.search(prefix)
  const panel = await rows.open('api')
  await panel.show('Layers')
  const options = panel.layers.getByRole('option')
  await expect(options.first()).toHaveAccessibleName(/^No layer: CMD/)
  const layers = panel.layers.getByRole('option', { name: /^Layer / })
  const told = await docker('inspect', '--format', '{{len .RootFS.Layers}}', `${prefix}/api:1`)
  await expect(layers).toHaveCount(Number(told))
  await expect(panel.layers.getByRole('group', { name: /^Own, 3 layers/ })).toBeVisible()
  await expect(panel.layers.getByRole('group', { name: /^Base, a guess, 2 layers/ })).toBeVisible()
  await expect(panel.panel.getByText(`Probably the base ${prefix}/base:12`)).toBeVisible()

  await test.step('a higher slab is a bigger layer', async () => {
    const [src, pip] = await Promise.all([layers.nth(0).boundingBox(), layers.nth(1).boundingBox()])
    expect(pip?.height).toBeGreaterThan((src?.height ?? 0) + 10)
  })
  await expectNothingSerious(page, 'Layers')

  await test.step('by keys to the lowest layer, and from there to an image that has it too', async () => {
    await panel.layers.focus()
    await page.keyboard.press('End')
    await expect(panel.layer).toContainText('ADD rootfs.tar /')
    const [lowest = ''] = JSON.parse(
      await docker('inspect', '--format', '{{json .RootFS.Layers}}', `${prefix}/api:1`),
    )
    await expect(panel.layer).toContainText(lowest)
    await expectNothingSerious(page, 'a layer')
    await panel.layer.getByRole('button', { name: `${prefix}/web:1` }).click()
    await expect(panel.heading).toHaveText(`${prefix}/web:1`)
  })

  await test.step('who shares is told anew when an image goes', async () => {
    await expect(panel.layers.getByRole('option', { name: /^Layer 1 of 3.*in 2 other images/ })).toBeVisible()
    await docker('rmi', `${prefix}/api:1`)
    await expect(panel.layers.getByRole('option', { name: /^Layer 1 of 3.*in 1 other image/ })).toBeVisible()
  })
})
