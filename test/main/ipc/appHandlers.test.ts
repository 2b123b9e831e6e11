import { describe, expect, it, vi } from 'vitest'
import { type AppDoor, appHandlers } from '../../../main/ipc/appHandlers'

const context = { signal: new AbortController().signal }

function door(over: Partial<AppDoor> = {}): AppDoor {
  return {
    info: { version: '1.0.0', electron: '45.0.0', platform: 'linux', dataFolder: '/data' },
    writeClipboard: async () => undefined,
    askSavePath: async () => undefined,
    writeFile: async () => undefined,
    ...over,
  }
}

describe('app handlers', () => {
  it('copy a text without the NULs that would end it early, and without controls', async () => {
    const writeClipboard = vi.fn(async () => undefined)
    expect(
      await appHandlers(door({ writeClipboard })).copy({ text: 'a\0b\u001b[2J\u202e\tc\nd' }, context),
    ).toEqual({
      copied: 18,
    })
    expect(writeClipboard).toHaveBeenCalledWith('ab␛[2J⟨U+202E⟩\tc\nd')
  })

  it('write what the user agreed to, under a name that names no folder', async () => {
    const askSavePath = vi.fn(async () => '/home/someone/list.csv')
    const writeFile = vi.fn(async () => undefined)
    const handlers = appHandlers(door({ askSavePath, writeFile }))
    expect(
      await handlers.saveText(
        { suggestedName: '../../list.csv', text: 'x\u001b]0;t\u0007\r\ny\r\n' },
        context,
      ),
    ).toEqual({
      saved: true,
      path: '/home/someone/list.csv',
    })
    expect(askSavePath).toHaveBeenCalledWith('_.._list.csv')
    expect(writeFile).toHaveBeenCalledWith('/home/someone/list.csv', 'x␛]0;t␇\r\ny\r\n')
  })

  it('write nothing when the user thought better of it', async () => {
    const writeFile = vi.fn(async () => undefined)
    const handlers = appHandlers(door({ writeFile }))
    expect(await handlers.saveText({ suggestedName: 'a', text: 'x' }, context)).toEqual({ saved: false })
    expect(writeFile).not.toHaveBeenCalled()
  })
})
