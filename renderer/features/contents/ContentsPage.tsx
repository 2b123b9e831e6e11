import { usePlace } from '../frame'
import { ContentsView } from './ContentsView'
import { NothingOpen } from './NothingOpen'

/** What is inside an image, wherever it is. */
export function ContentsPage() {
  const contents = usePlace((now) => now.contents)
  if (contents === undefined) return <NothingOpen />
  return <ContentsView key={JSON.stringify([contents.place, contents.choice])} open={contents} />
}
