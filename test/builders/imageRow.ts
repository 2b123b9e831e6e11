import type { ContainerUse, ImageRow } from '@shared/domain/image'

/** `sha256:` and 64 hex digits that begin with the number: equal numbers, equal ids. */
export function imageId(n: number): string {
  return `sha256:${n.toString(16).padStart(8, '0')}${'0123456789abcdef'.repeat(4).slice(0, 56)}`
}

export function anImageRow(over: Partial<ImageRow> = {}): ImageRow {
  return {
    id: imageId(1),
    tags: ['app:latest'],
    digests: [],
    created: Date.UTC(2026, 0, 1),
    size: 7_800_000,
    naming: 'tagged',
    running: 0,
    stopped: 0,
    usedBy: [],
    ...over,
  }
}

export function aContainerUse(over: Partial<ContainerUse> = {}): ContainerUse {
  return {
    id: 'c'.repeat(64),
    name: 'web',
    state: 'exited',
    running: false,
    createdFrom: 'app:latest',
    ...over,
  }
}
