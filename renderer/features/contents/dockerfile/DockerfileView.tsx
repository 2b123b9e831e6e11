import { useContentsLayers } from '../../../api'
import { Mono } from '../../../components'

/** The history as a Dockerfile. */
export function DockerfileView({ handle }: { readonly handle: string }) {
  const lines = useContentsLayers(handle).data?.dockerfile ?? []
  return (
    <ol className="m-0 list-none p-3">
      {lines.slice(0, 500).map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one image never move
        <li key={i}>
          <Mono clip>{line.instruction.text.text}</Mono>
        </li>
      ))}
    </ol>
  )
}
