import type { FileGrant } from '@shared/domain/files'
import type { AppError } from '@shared/errors'
import { errorOf, strata, unwrap } from '../../api'
import { navigation } from './navigation'

/** A tar of any packing, or a folder with an OCI layout. Undefined when the person thought better of it. */
export async function chooseImageFile(kind: 'archive' | 'layout'): Promise<FileGrant | undefined> {
  return (await unwrap(strata().contents.choose({ kind }))).file
}

/** Asks for a file or folder, then looks inside; no engine is needed. From an event handler. */
export function openImageFile(
  kind: 'archive' | 'layout',
  failed: (error: AppError) => void = () => {},
): void {
  void chooseImageFile(kind).then(
    (file) => file !== undefined && navigation.openContents({ place: { type: 'file', grant: file.grant } }),
    (cause: unknown) => failed(errorOf(cause)),
  )
}
