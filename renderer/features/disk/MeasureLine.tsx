import type { DiskMeasure, MeasuredRoot } from '@shared/domain/diskMeasure'
import { harmless } from '@shared/text'
import { HardDrive, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useDiskMeasure } from '../../api'
import { Button, Bytes, useErrorText } from '../../components'
import { totalOf } from './blocks.logic'
import type { DiskTree } from './tree.logic'

/** What the file system says beside the engine, on wish: it looks at every file. */
export function MeasureLine({ tree }: { readonly tree: DiskTree }) {
  const { t } = useTranslation('disk')
  const errorText = useErrorText()
  const { data, error, running, start, stop } = useDiskMeasure()
  return (
    <div className="mt-1 flex items-start gap-2 text-sm text-muted">
      {running ? (
        <>
          <p role="status" className="m-0 py-0.5">
            {t('measure.running')}
          </p>
          <Button size="small" icon={X} onClick={stop}>
            {t('measure.stop')}
          </Button>
        </>
      ) : (
        <>
          <Button size="small" icon={HardDrive} tip={t('measure.tip')} onClick={start}>
            {t('measure.ask')}
          </Button>
          <p role="status" className="m-0 min-w-0 py-0.5 [overflow-wrap:anywhere]">
            {error === undefined ? null : errorText(error).sentence}
            {data === undefined ? null : <Answer answer={data} tree={tree} />}
          </p>
        </>
      )}
    </div>
  )
}

function Answer({ answer, tree }: { readonly answer: DiskMeasure; readonly tree: DiskTree }) {
  const { t } = useTranslation('disk')
  if (answer.type === 'measured') return <Found measured={answer.measured} tree={tree} />
  if (answer.type === 'unreadable') return t('measure.unreadable', { root: harmless(answer.root) })
  return t(`measure.${answer.type}`)
}

function Found({ measured, tree }: { readonly measured: MeasuredRoot; readonly tree: DiskTree }) {
  const { t } = useTranslation('disk')
  const more = measured.disk - totalOf(tree)
  return (
    <>
      {t('measure.found', { root: harmless(measured.root) })}{' '}
      {measured.complete ? null : `${t('measure.atLeast')} `}
      <Bytes value={measured.disk} />: <Bytes value={Math.abs(more)} />{' '}
      {t(more >= 0 ? 'measure.rest' : 'measure.less')}
    </>
  )
}
