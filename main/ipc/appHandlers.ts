import type { AppInfo } from '@shared/domain/app'
import { harmless } from '@shared/text'
import { safeFileName } from '../files/safeName'
import type { DomainHandlers } from './handlers'

export type AppDoor = {
  readonly info: AppInfo
  readonly writeClipboard: (text: string) => Promise<void>
  /** Undefined when the user thought better of it. */
  readonly askSavePath: (suggestedName: string) => Promise<string | undefined>
  readonly writeFile: (path: string, data: string) => Promise<void>
}

export function appHandlers(door: AppDoor): DomainHandlers<'app'> {
  return {
    info: () => door.info,
    copy: async ({ text }) => {
      // X11 and Windows clipboards end a text at NUL.
      const copied = outgoing(text.replaceAll('\0', ''))
      await door.writeClipboard(copied)
      return { copied: copied.length }
    },
    saveText: async ({ suggestedName, text }) => {
      const path = await door.askSavePath(safeFileName(suggestedName))
      if (path === undefined) return { saved: false }
      await door.writeFile(path, outgoing(text))
      return { saved: true, path }
    },
  }
}

/** Pages make their texts harmless; what they forget is caught here. Line ends stay as they are. */
function outgoing(text: string): string {
  return text
    .split('\r\n')
    .map((part) => harmless(part, { keepNewlines: true, keepTabs: true }))
    .join('\r\n')
}
