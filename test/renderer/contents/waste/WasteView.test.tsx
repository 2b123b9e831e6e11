import type { WasteReport } from '@shared/domain/contents'
import { appError } from '@shared/errors'
import { err, ok } from '@shared/result'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import '../../../../renderer/i18n'
import { createQueryClient } from '../../../../renderer/api'
import { DockerfileView } from '../../../../renderer/features/contents/dockerfile/DockerfileView'
import { WasteView } from '../../../../renderer/features/contents/waste/WasteView'
import { navigation } from '../../../../renderer/features/frame'
import { aFinding, aLayersView, anOffender, aWasteReport } from '../../../fakes/contentsWaste'
import { createFakeStrata } from '../../../fakes/strataApi'

const view = aLayersView(
  [
    { text: 'ADD rootfs.tar /', bytes: 40_000_000, isBase: true },
    { text: 'COPY model.bin /srv/', bytes: 30_000_000 },
    { text: 'RUN chown -R app /srv', bytes: 30_000_000 },
    { text: 'CMD ["/app"]' },
  ],
  { name: 'base:12', layers: 1, bytes: 40_000_000, known: 'chain' },
)

function shown(answer: WasteReport | undefined, element = <WasteView handle="h" imageId="i" />) {
  const fake = createFakeStrata()
  const asked: unknown[] = []
  const contents = {
    ...fake.api.contents,
    layers: async () => await Promise.resolve(ok(view)),
    waste: async () =>
      await Promise.resolve(answer === undefined ? err(appError('CONTENTS_UNREAD')) : ok(answer)),
    find: async (input: unknown) => {
      asked.push(input)
      return await Promise.resolve(ok({ row: 3, parents: [1] }))
    },
  }
  Object.assign(window, { strata: { ...fake.api, contents } })
  render(<QueryClientProvider client={createQueryClient()}>{element}</QueryClientProvider>)
  return { fake, asked }
}

// happy-dom has no layout: a list without a height would show nothing.
beforeAll(() => {
  for (const [name, value] of Object.entries({ clientHeight: 600, clientWidth: 900, offsetHeight: 600 }))
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value })
})
afterEach(() => {
  cleanup()
  navigation.closeContents()
})

describe('the waste of an image', () => {
  it('is told in one line, with dive’s number named as dive’s', async () => {
    shown(aWasteReport())
    await screen.findByText('30 MB of 100 MB stored are not in the final filesystem (30%)')
    screen.getByText('dive’s efficiency: 77%')
    screen.getByText('What counts as waste')
  })

  it('blames instructions, says what to change and what it saves', async () => {
    shown(aWasteReport())
    const finding = within(await screen.findByRole('article'))
    await finding.findByText('RUN chown -R app /srv')
    finding.getByText('COPY model.bin /srv/')
    finding.getByText('Saves 30 MB')
    finding.getByText('COPY --chown=app:app --chmod=755 src/ /app/')
  })

  it('a finding that is no waste says so; a secret says no saving', async () => {
    shown(
      aWasteReport({
        findings: [
          aFinding({ cause: 'secrets', advice: 'secretMount', bytes: 40 }),
          aFinding({ cause: 'buildTools', advice: 'multiStage', isWaste: false }),
        ],
      }),
    )
    const [secret, tools] = await screen.findAllByRole('article')
    expect(secret?.textContent).toContain('What looks like a secret')
    expect(secret?.textContent).not.toContain('Saves')
    expect(tools?.textContent).toContain('no waste, but avoidable')
  })

  it('leads from a file to it in the tree of the layer that stores it', async () => {
    const evil = '/srv/\u202egnp.exe'
    const { asked } = shown(aWasteReport({ offenders: [anOffender({ path: evil, node: 9 })] }))
    navigation.openContents({ place: { type: 'file', grant: 'g' }, tab: 'waste' })
    fireEvent.click(
      await screen.findByRole('button', { name: 'Show /srv/⟨U+202E⟩gnp.exe in the files of layer 2' }),
    )
    await screen.findByText('30 MB of 100 MB stored are not in the final filesystem (30%)')
    expect(asked).toEqual([expect.objectContaining({ node: 9 })])
    await expect.poll(() => navigation.place().contents?.tab).toBe('files')
    expect(navigation.place().contents?.layer).toBe(1)
  })

  it('nothing wasted, no bytes at all, and an error are said', async () => {
    shown(aWasteReport({ wasted: 0, findings: [], offenders: [] }))
    await screen.findByText('All 100 MB that are stored are in the final filesystem')
    cleanup()
    shown(aWasteReport({ stored: 0, wasted: 0, findings: [], offenders: [] }))
    await screen.findByText('There is nothing to waste')
    cleanup()
    shown(undefined)
    await screen.findByText('The layers of this image were not read yet.')
  })
})

describe('the history as a Dockerfile', () => {
  it('has the line between base and own, a guess said as one, and leads to layers', async () => {
    shown(aWasteReport(), <DockerfileView handle="h" name="app:1" />)
    navigation.openContents({ place: { type: 'file', grant: 'g' }, tab: 'dockerfile' })
    await screen.findByText('40 MB of 100 MB is probably the base base:12')
    screen.getByText('The base probably ends here')
    fireEvent.click(screen.getByRole('button', { name: 'Show what layer 3 changes' }))
    expect(navigation.place().contents).toMatchObject({ tab: 'files', layer: 2 })
  })

  it('is copied as text', async () => {
    const { fake } = shown(aWasteReport(), <DockerfileView handle="h" name="app:1" />)
    fireEvent.click(await screen.findByRole('button', { name: 'Copy as text' }))
    const copied = fake.calls.find(({ name }) => name === 'app.copy')?.input
    expect(JSON.stringify(copied)).toContain('FROM base:12')
  })
})
