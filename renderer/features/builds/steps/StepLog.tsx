import type { BuildStep } from '@shared/domain/build'
import { exportLog } from '@shared/domain/buildLog'
import { ArrowDownToLine } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton, copySafely, IconButton, VirtualList } from '../../../components'
import { LogText } from './LogText'
import { hitsIn } from './search.logic'
import { countLines } from './steps.logic'

/** The output of one step; it follows its end while nobody reads further up. */
export function StepLog(props: {
  readonly step: BuildStep
  readonly name: string
  readonly query: string
  /** Number of the line that the search is at. */
  readonly hit: number | undefined
}) {
  const { t } = useTranslation('buildSteps')
  const { step, name, query, hit } = props
  const { lines, dropped } = step.log
  const [follow, setFollow] = useState(true)
  const target = hit === undefined ? undefined : hit - dropped
  return (
    <div className="mx-3 mb-2 ml-9 flex max-h-80 flex-col overflow-hidden rounded-md border border-line bg-inset">
      <div className="flex shrink-0 items-center gap-1 border-b border-line py-0.5 pr-1 pl-3 text-sm text-muted">
        <span className="min-w-0 flex-1">
          {dropped > 0 ? t('dropped', { count: dropped }) : t('lines', { count: countLines(step) })}
        </span>
        {step.state === 'running' ? (
          <IconButton
            size="small"
            icon={ArrowDownToLine}
            label={t('follow')}
            aria-pressed={follow}
            onClick={() => setFollow(!follow)}
          />
        ) : null}
        <CopyButton text={() => exportLog(step.log)} label={t('copyStep')} />
      </div>
      <VirtualList
        label={t('log', { name })}
        count={lines.length}
        estimate={18}
        keyOf={(index) => dropped + index}
        follow={follow && hit === undefined}
        onFollow={setFollow}
        target={target !== undefined && target >= 0 ? target : undefined}
        onCopy={copySafely}
        className="py-1"
      >
        {(index) => {
          const line = lines[index]
          return line === undefined ? null : (
            <LogText
              line={line}
              number={dropped + index + 1}
              hits={hitsIn(line, query, hit === dropped + index)}
            />
          )
        }}
      </VirtualList>
    </div>
  )
}
