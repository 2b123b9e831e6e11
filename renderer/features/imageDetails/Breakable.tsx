import { Fragment } from 'react'
import { Untrusted } from '../../components'
import { breakParts } from './overview/overview.logic'

/** A long name from outside that may break after its separators instead of in the middle of a word. */
export function Breakable({ text }: { readonly text: string }) {
  return breakParts(text).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one name never move
    <Fragment key={index}>
      <Untrusted text={part} />
      <wbr />
    </Fragment>
  ))
}
