import { EventEmitter } from 'node:events'
import type { Session, WebContents } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { lockContents, lockSession } from '../../../main/security/lockdown'

function lockedContents() {
  let openHandler: (details: { url: string }) => unknown = () => undefined
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: typeof openHandler) => {
      openHandler = handler
    },
    setWebRTCIPHandlingPolicy: vi.fn(),
  })
  lockContents(contents as unknown as WebContents)
  return { contents, open: (url: string) => openHandler({ url }) }
}

describe('a locked page', () => {
  it.each(['https://example.com', 'app://strata/index.html', 'about:blank', 'javascript:alert(1)'])(
    'opens no window on %s',
    (url) => {
      expect(lockedContents().open(url)).toEqual({ action: 'deny' })
    },
  )

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('stays where it is on %s', (name) => {
    const { contents } = lockedContents()
    const prevented = (url: string) => {
      const preventDefault = vi.fn()
      contents.emit(name, { url, preventDefault })
      return preventDefault.mock.calls.length > 0
    }
    const foreign = [
      'https://example.com/',
      'file:///etc/passwd',
      'data:text/html,x',
      'app://other/',
      'blob:app://strata/x',
      '',
    ]
    expect(foreign.map(prevented)).toEqual(foreign.map(() => true))
    expect(prevented('app://strata/index.html#/images')).toBe(false)
  })

  it('embeds no webview and picks no bluetooth device', () => {
    const { contents } = lockedContents()
    const preventDefault = vi.fn()
    const choose = vi.fn()
    contents.emit('will-attach-webview', { preventDefault })
    contents.emit('select-bluetooth-device', { preventDefault }, [{ deviceId: 'x' }], choose)
    expect(preventDefault).toHaveBeenCalledTimes(2)
    expect(choose).toHaveBeenCalledWith('')
  })
})

describe('a locked session', () => {
  function lockedSession() {
    const handlers = new Map<string, (...args: unknown[]) => unknown>()
    const keep = (name: string) => (handler: (...args: unknown[]) => unknown) =>
      void handlers.set(name, handler)
    const session = Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('display'),
      webRequest: {
        onBeforeRequest: (filter: { urls: string[] }, handler: (...args: unknown[]) => unknown) => {
          handlers.set(`network ${filter.urls.join(' ')}`, handler)
        },
      },
    })
    lockSession(session as unknown as Session)
    return { session, handlers }
  }

  it('denies every permission, asked for or checked', () => {
    const { handlers } = lockedSession()
    const decide = vi.fn()
    handlers.get('request')?.({}, 'media', decide)
    expect(decide.mock.calls).toEqual([[false]])
    expect([handlers.get('check')?.(), handlers.get('device')?.()]).toEqual([false, false])
  })

  it('downloads nothing and cancels whatever goes to the network or the disk', () => {
    const { session, handlers } = lockedSession()
    const preventDefault = vi.fn()
    session.emit('will-download', { preventDefault })
    expect(preventDefault).toHaveBeenCalled()
    const [name, handler] = [...handlers].find(([key]) => key.startsWith('network')) ?? []
    for (const scheme of ['http:', 'https:', 'ws:', 'wss:', 'file:']) expect(name).toContain(scheme)
    const decide = vi.fn()
    handler?.({}, decide)
    expect(decide).toHaveBeenCalledWith({ cancel: true })
  })
})
