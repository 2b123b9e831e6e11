import { AppFailure, appError } from '@shared/errors'
import type { Contents } from './contents'

const later = (): never => {
  throw new AppFailure(appError('INTERNAL', { id: 'contents' }))
}

export function createContents(): Contents {
  return {
    open: async () => await Promise.resolve().then(later),
    state: later,
    close: async () => await Promise.resolve({ closed: false }),
    read: later,
    layers: async () => await Promise.resolve().then(later),
    tree: async () => await Promise.resolve().then(later),
    find: async () => await Promise.resolve().then(later),
    details: async () => await Promise.resolve().then(later),
    waste: async () => await Promise.resolve().then(later),
    file: async () => await Promise.resolve().then(later),
    fetch: later,
    nameOf: async () => await Promise.resolve().then(later),
    saveOut: later,
    copy: later,
    compare: async () => await Promise.resolve().then(later),
    compareTree: async () => await Promise.resolve().then(later),
    compareText: async () => await Promise.resolve().then(later),
    closeAll: async () => await Promise.resolve(),
  }
}
