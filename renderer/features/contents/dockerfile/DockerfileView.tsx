import type { LayersView } from '@shared/domain/contents'
import { History } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useContentsLayers } from '../../../api'
import { EmptyState, ErrorState, VirtualList } from '../../../components'
import { showLayer } from '../files/showInFiles'
import { DockerfileHead } from './DockerfileHead'
import { shownLines } from './dockerfile.logic'
import { BaseEnds, StepLine } from './StepLine'

export type DockerfileViewProps = {
  readonly handle: string
  /** Reference or file: for the head of the copied text. */
  readonly name: string
}

/** The history as the Dockerfile that made the image, each line with what it weighs. */
export function DockerfileView(props: DockerfileViewProps) {
  const { t } = useTranslation('dockerfile')
  const { data, error, retry } = useContentsLayers(props.handle)
  if (data === undefined)
    return error === undefined ? (
      <p role="status" className="m-0 p-6 text-center text-muted">
        {t('loading')}
      </p>
    ) : (
      <ErrorState error={error} onRetry={retry} />
    )
  if (data.dockerfile.length === 0)
    return <EmptyState icon={History} title={t('empty.title')} text={t('empty.text')} />
  return <Lines view={data} {...props} />
}

function Lines({ view, name }: DockerfileViewProps & { readonly view: LayersView }) {
  const { t } = useTranslation('dockerfile')
  const lines = useMemo(() => shownLines(view), [view])
  const biggest = useMemo(
    () => view.dockerfile.reduce((most, { bytes }) => Math.max(most, bytes), 0),
    [view.dockerfile],
  )
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const toggle = (index: number): void =>
    setOpen((now) => {
      const next = new Set(now)
      if (!next.delete(index)) next.add(index)
      return next
    })
  return (
    <>
      <DockerfileHead view={view} name={name} />
      <VirtualList
        label={t('label')}
        count={lines.length}
        estimate={28}
        keyOf={(index) => index}
        className="@container border-t border-line"
      >
        {(index) => {
          const shown = lines[index]
          if (shown === undefined) return null
          return shown.type === 'baseEnds' ? (
            <BaseEnds view={view} />
          ) : (
            <StepLine
              line={shown.line}
              biggest={biggest}
              view={view}
              isOpen={open.has(shown.index)}
              onToggle={() => toggle(shown.index)}
              onShowLayer={showLayer}
            />
          )
        }}
      </VirtualList>
    </>
  )
}
