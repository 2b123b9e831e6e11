import type { TextStyle } from '@shared/domain/build'

/** A look in terms of the page: `className` for what the theme decides, colours where the output named its own. */
export type TextLook = {
  readonly className: string
  readonly color?: string
  readonly background?: string
}

type Rgb = readonly [number, number, number]

/** What text stands on in either theme (--inset); colours of the output are made readable against it. */
const grounds = { light: '#f3f4f6', dark: '#121315' } as const
/** WCAG AA for text of this size. */
const leastContrast = 4.5

/** The sixteen as xterm has them, for text on a background of its own. */
const sixteen =
  '#000000 #cd0000 #00cd00 #cdcd00 #0000ee #cd00cd #00cdcd #e5e5e5 #7f7f7f #ff0000 #00ff00 #ffff00 #5c5cff #ff00ff #00ffff #ffffff'.split(
    ' ',
  )
const cubeSteps = [0, 95, 135, 175, 215, 255] as const

/** The usual palette of 256: sixteen, a cube of 6×6×6, and greys. */
export function paletteColor(index: number): string {
  const named = sixteen[index]
  if (named !== undefined) return named
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10
    return hexOf([grey, grey, grey])
  }
  const cube = index - 16
  const step = (place: number): number => cubeSteps[Math.floor(cube / place) % 6] ?? 0
  return hexOf([step(36), step(6), step(1)])
}

/** How text with this style looks in both themes. Text stays readable whatever the output asks for. */
export function lookOf(style: TextStyle): TextLook {
  const { inverse = false } = style
  const front = inverse ? style.background : style.foreground
  const back = inverse ? style.foreground : style.background
  const className = [
    style.bold === true && 'font-semibold',
    style.italic === true && 'italic',
    style.underline === true && 'underline',
  ].filter((name) => name !== false)
  if (back !== undefined) {
    const background = rawColor(back)
    return { className: className.join(' '), background, color: readableOn(background, front) }
  }
  if (inverse) className.push('bg-fg text-canvas')
  else if (front === undefined) {
    if (style.dim === true) className.push('text-muted')
  } else if (typeof front === 'number' && front < 16) className.push(`ansi-${front}`)
  else return { className: className.join(' '), color: inBothThemes(rawColor(front)) }
  return { className: className.join(' ') }
}

function rawColor(color: number | string): string {
  if (typeof color === 'number') return paletteColor(Math.min(255, Math.max(0, Math.trunc(color))))
  return /^#[0-9a-f]{6}$/i.test(color) ? color : '#808080'
}

function readableOn(background: string, front: number | string | undefined): string {
  if (front !== undefined) {
    const asked = rawColor(front)
    if (contrast(asked, background) >= leastContrast) return asked
  }
  return contrast('#000000', background) >= contrast('#ffffff', background) ? '#000000' : '#ffffff'
}

const known = new Map<string, string>()

function inBothThemes(color: string): string {
  const before = known.get(color)
  if (before !== undefined) return before
  const made = `light-dark(${towards(color, '#000000', grounds.light)}, ${towards(color, '#ffffff', grounds.dark)})`
  // Output may name any of sixteen million.
  if (known.size > 2_000) known.clear()
  known.set(color, made)
  return made
}

/** The colour, mixed with `end` only as far as it takes to be readable on `ground`. */
function towards(color: string, end: string, ground: string): string {
  const [from, to] = [rgbOf(color), rgbOf(end)]
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = hexOf(mix(from, to, share))
    if (contrast(mixed, ground) >= leastContrast) return mixed
  }
  return end
}

/** WCAG 2: 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(rgbOf(a)), luminance(rgbOf(b))]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
}

function mix([r, g, b]: Rgb, [toR, toG, toB]: Rgb, share: number): Rgb {
  return [r + (toR - r) * share, g + (toG - g) * share, b + (toB - b) * share]
}

function rgbOf(hex: string): Rgb {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

function hexOf(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}
