import type { Height } from '../images/layerAlignment'

/** A height of which the records leave nothing open. */
export function exactly(bytes: number): Height {
  return { least: bytes, most: bytes, likely: bytes }
}

/** Undefined where the records leave it open. */
export function exactBytes(height: Height | undefined): number | undefined {
  return height !== undefined && height.least === height.most ? height.least : undefined
}
