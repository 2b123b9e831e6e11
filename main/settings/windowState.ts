import { isRecord } from './settingsFile'

export type Rectangle = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
/** Without a place the system chooses one. */
export type WindowState = {
  readonly width: number
  readonly height: number
  readonly x?: number
  readonly y?: number
  readonly maximized: boolean
}

export const minimumSize = { width: 900, height: 600 } as const
const standard: WindowState = { width: 1280, height: 800, maximized: false }

/** As much of a window's title bar must be on a screen, so that a person can take hold of it. */
const reachable = { width: 200, height: 80 }

/** The stored state, made fit for the screens that are there now: a window on an unplugged one comes back centred. */
export function readWindowState(stored: unknown, screens: readonly Rectangle[]): WindowState {
  if (!isRecord(stored)) return standard
  const { width, height, x, y, maximized } = stored
  if (!isLength(width) || !isLength(height)) return standard
  const size = {
    width: Math.max(minimumSize.width, width),
    height: Math.max(minimumSize.height, height),
    maximized: maximized === true,
  }
  if (!isPlace(x) || !isPlace(y)) return size
  const visible = screens.some((screen) => canReach({ x, y, ...size }, screen))
  return visible ? { ...size, x, y } : size
}

function canReach(window: Rectangle, screen: Rectangle): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x)
  const below = screen.y + screen.height - window.y
  return across >= reachable.width && below >= reachable.height && window.y >= screen.y
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 32_767
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 100_000
}
