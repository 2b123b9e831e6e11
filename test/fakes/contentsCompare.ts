import type { CompareChange, CompareRow, CompareSummary } from '@shared/domain/compare'
import type { OpenedImage } from '@shared/domain/contents'

export const noChanges: Readonly<Record<CompareChange, number>> = {
  added: 0,
  removed: 0,
  changed: 0,
  metadata: 0,
  moved: 0,
}

export function anOpened(over: Partial<OpenedImage> = {}): OpenedImage {
  return {
    handle: 'h-1',
    place: 'engine',
    name: 'acme/api:1',
    references: ['acme/api:1'],
    id: `sha256:${'a'.repeat(64)}`,
    platform: 'linux/amd64',
    layerCount: 3,
    storedBytes: 84_000_000,
    reading: { type: 'ready' },
    problems: [],
    ...over,
  }
}

export function aCompareSummary(over: Partial<CompareSummary> = {}): CompareSummary {
  return {
    left: { handle: 'h-1', name: 'acme/api:1' },
    right: { handle: 'h-2', name: 'acme/api:2' },
    counts: noChanges,
    leftBytes: 100_000_000,
    rightBytes: 100_000_000,
    bytes: { added: 0, removed: 0, changedLeft: 0, changedRight: 0, moved: 0 },
    layers: [],
    config: [],
    history: [],
    folders: [],
    ...over,
  }
}

export function aCompareRow(over: Partial<CompareRow> = {}): CompareRow {
  const leftBytes = over.left?.bytes ?? over.leftBytes ?? 0
  const rightBytes = over.right?.bytes ?? over.rightBytes ?? 0
  return {
    node: 1,
    depth: 0,
    name: 'app',
    isFolder: false,
    delta: rightBytes - leftBytes,
    leftBytes,
    rightBytes,
    hasChildren: false,
    isOpen: false,
    ...over,
  }
}
