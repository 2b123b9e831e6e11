import { exportText } from '@shared/text'
import { ArrowDownToLine } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton, copySafely, cx, IconButton, Untrusted, VirtualList } from '../../components'
import { useJobLog } from './useJobLog'

/** Follows its end until someone scrolls up to read, and again when they come back down. */
export function JobLogView({ id, logLines }: { readonly id: string; readonly logLines: number }) {
  const { t } = useTranslation('activity')
  const log = useJobLog(id, logLines)
  const [follow, setFollow] = useState(true)
  const count = log.lines.length
  if (logLines === 0) return <p className="m-0 p-3 text-muted">{t('page.noLog')}</p>
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-1 px-3 py-1 text-sm text-muted">
        <span className="flex-1">
          {log.first > 0 ? t('page.dropped', { count: log.first }) : t('page.lines', { count })}
        </span>
        {log.stderr.size === 0 ? null : (
          <span className="border-l-2 border-warn pl-1.5 text-warn">{t('page.stderr')}</span>
        )}
        <IconButton
          size="small"
          icon={ArrowDownToLine}
          label={t('page.follow')}
          aria-pressed={follow}
          onClick={() => setFollow(!follow)}
        />
        <CopyButton text={() => exportText(log.lines.join('\n'))} label={t('page.copyLog')} />
      </div>
      <VirtualList
        label={t('page.log')}
        count={count}
        estimate={18}
        keyOf={(index) => log.first + index}
        follow={follow}
        onFollow={setFollow}
        onCopy={copySafely}
        className="border-t border-line bg-inset py-1"
      >
        {(index) => (
          <div
            data-tip={log.stderr.has(log.first + index) ? t('page.stderr') : undefined}
            className={cx(
              'font-mono text-sm leading-[18px] whitespace-pre-wrap select-text [overflow-wrap:anywhere]',
              log.stderr.has(log.first + index) ? 'border-l-2 border-warn pr-3 pl-2.5 text-warn' : 'px-3',
            )}
          >
            <Untrusted text={log.lines[index] ?? ''} />
          </div>
        )}
      </VirtualList>
    </div>
  )
}
