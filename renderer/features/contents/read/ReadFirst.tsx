import type { OpenedImage } from '@shared/domain/contents'
import type { ReactNode } from 'react'
import { ReadCard } from './ReadCard'

/** What is inside once all layers are read; before that, what reading them costs and the button for it. */
export function ReadFirst({
  image,
  children,
}: {
  readonly image: OpenedImage
  readonly children: ReactNode
}) {
  return image.reading.type === 'ready' ? children : <ReadCard image={image} reading={image.reading} />
}
