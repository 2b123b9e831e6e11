import { cleanup, render, screen } from '@testing-library/react'
import { Component, type ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { later } from '../../../renderer/components/later'

afterEach(() => cleanup())

const Greeting = ({ name }: { readonly name: string }) => <p>hello {name}</p>

test('comes when its code is there, and is loaded once', async () => {
  let loads = 0
  const Late = later(async () => {
    loads += 1
    return await Promise.resolve(Greeting)
  })
  const { unmount } = render(<Late name="a" />)
  expect(screen.queryByText('hello a')).toBeNull()
  await screen.findByText('hello a')
  unmount()
  render(<Late name="b" />)
  // At once: the code is known.
  expect(screen.getByText('hello b')).toBeTruthy()
  expect(loads).toBe(1)
})

test('code that was brought before is there at once', async () => {
  let loads = 0
  const Late = later(async () => {
    loads += 1
    if (loads === 1) throw new Error('no such file')
    return await Promise.resolve(Greeting)
  })
  await Late.preload()
  await Late.preload()
  render(<Late name="a" />)
  expect(screen.getByText('hello a')).toBeTruthy()
  expect(loads).toBe(2)
})

class Boundary extends Component<{ readonly children: ReactNode }> {
  override state: { failed?: string } = {}
  static getDerivedStateFromError(cause: unknown) {
    return { failed: String(cause) }
  }
  override render(): ReactNode {
    return this.state.failed ?? this.props.children
  }
}

test('code that can not be loaded fails where it would have been, and is tried again the next time', async () => {
  let loads = 0
  const Late = later(async () => {
    loads += 1
    if (loads === 1) throw new Error('no such file')
    return await Promise.resolve(Greeting)
  })
  const { unmount } = render(
    <Boundary>
      <Late name="a" />
    </Boundary>,
  )
  await screen.findByText('Error: no such file')
  unmount()
  render(<Late name="b" />)
  await screen.findByText('hello b')
})
