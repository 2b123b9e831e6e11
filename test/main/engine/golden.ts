import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Answers recorded from real engines; see docs/engine-facts.md. */
export const goldenVersions = ['20.10', '26.1', '28.5', '28.5-containerd'] as const
export type GoldenVersion = (typeof goldenVersions)[number]

export function golden(version: GoldenVersion, name: string): unknown {
  return JSON.parse(goldenText(version, `${name}.json`))
}

export function goldenText(version: GoldenVersion, file: string): string {
  return readFileSync(join(import.meta.dirname, '../../golden/engine', version, file), 'utf8')
}
