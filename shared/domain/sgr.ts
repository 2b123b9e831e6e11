import type { TextStyle } from './build'

/** A look without a place. */
export type Sgr = Omit<TextStyle, 'from' | 'to'>

export const plain: Sgr = {}

/** Which codes switch which flag on (ECMA-48, 8.3.117). */
const flags = { 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 7: 'inverse' } as const

/** The look after `ESC [ parameters m`; what it does not know changes nothing. `parameters`: digits, `;` and `:`. */
export function applySgr(style: Sgr, parameters: string): Sgr {
  const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)))
  let next: Sgr = style
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i] ?? 0
    if (code === 38 || code === 48) {
      const { color, used } = extendedColor(codes.slice(i + 1))
      if (color !== undefined) next = { ...next, [code === 38 ? 'foreground' : 'background']: color }
      i += used
    } else {
      next = applyCode(next, code)
    }
  }
  return next
}

function applyCode(style: Sgr, code: number): Sgr {
  if (code === 0) return plain
  if (code === 1 || code === 2 || code === 3 || code === 4 || code === 7)
    return { ...style, [flags[code]]: true }
  if (code === 22) return without(style, 'bold', 'dim')
  if (code === 23) return without(style, 'italic')
  if (code === 24) return without(style, 'underline')
  if (code === 27) return without(style, 'inverse')
  if (code === 39) return without(style, 'foreground')
  if (code === 49) return without(style, 'background')
  if (code >= 30 && code <= 37) return { ...style, foreground: code - 30 }
  if (code >= 40 && code <= 47) return { ...style, background: code - 40 }
  if (code >= 90 && code <= 97) return { ...style, foreground: code - 82 }
  if (code >= 100 && code <= 107) return { ...style, background: code - 92 }
  return style
}

function extendedColor(codes: readonly number[]): {
  readonly color?: number | string
  readonly used: number
} {
  const [kind, first = 0, second = 0, third = 0] = codes
  if (kind === 5) return first <= 255 ? { color: first, used: 2 } : { used: 2 }
  if (kind !== 2) return { used: 0 }
  const rgb = [first, second, third]
  if (rgb.some((part) => part > 255)) return { used: 4 }
  return { color: `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`, used: 4 }
}

function without(style: Sgr, ...names: readonly (keyof Sgr)[]): Sgr {
  return Object.fromEntries(Object.entries(style).filter(([name]) => !names.some((gone) => gone === name)))
}

export function isPlain(style: Sgr): boolean {
  for (const _ in style) return false
  return true
}
