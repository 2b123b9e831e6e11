const mac = navigator.userAgent.includes('Macintosh')

/** 'Ctrl+K', on a Mac '⌘K'. */
export function keysFor(key: string): string {
  return mac ? `⌘${key}` : `Ctrl+${key}`
}

/** The key that goes with commands on this platform. */
export function isCommandKey(event: { readonly ctrlKey: boolean; readonly metaKey: boolean }): boolean {
  return mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
}
