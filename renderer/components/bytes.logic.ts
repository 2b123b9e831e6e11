import { formatBytes as asDocker } from '@shared/format'

const names = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const
const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
const formatters = new Map<string, Intl.NumberFormat>()

function formatter(unit: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${unit}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
    useGrouping: false,
  })
  formatters.set(key, made)
  return made
}

const exact = new Map<string, Intl.NumberFormat>()

/** `275,410,023 bytes`, in the words of the language. */
export function formatExactBytes(bytes: number, locale = 'en'): string {
  const known = exact.get(locale)
  if (known !== undefined) return known.format(bytes)
  const made = new Intl.NumberFormat(locale, { style: 'unit', unit: 'byte', unitDisplay: 'long' })
  exact.set(locale, made)
  return made.format(bytes)
}

/**
 * The digits that docker prints, in the words of the language: `12.3 MB`, `12,3 \u041c\u0411`. Where docker says `1e+03kB`
 * this says 1 MB, which is the same number.
 */
export function formatBytes(bytes: number, locale = 'en'): string {
  const [, digits = '0', unit = 'B'] = /^([\d.e+]+)(\w+)$/.exec(asDocker(bytes)) ?? []
  const value = Number(digits)
  const index = units.indexOf(unit)
  const over = value >= 1000 && index < units.length - 1
  const place = over ? index + 1 : index
  const text = formatter(names[place] ?? 'petabyte', locale).format(over ? value / 1000 : value)
  return place === 0 ? text.replace(/\s*bytes?$/, ' B') : text
}
