import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDownToLine } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton, IconButton, Untrusted } from '../../components'
import { useJobLog } from './useJobLog'

/** Follows its end until someone scrolls up to read, and again when they come back down. */
export function JobLogView({ id, logLines }: { readonly id: string; readonly logLines: number }) {
  const { t } = useTranslation('activity')
  const log = useJobLog(id, logLines)
  const box = useRef<HTMLElement>(null)
  const [follow, setFollow] = useState(true)
  const count = log.lines.length
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => 18,
    overscan: 20,
  })
  useEffect(() => {
    if (follow && count > 0) virtualizer.scrollToIndex(count - 1, { align: 'end' })
  }, [follow, count, virtualizer])

  const onScroll = (): void => {
    const element = box.current
    if (element === null) return
    setFollow(element.scrollHeight - element.scrollTop - element.clientHeight < 24)
  }
  if (logLines === 0) return <p className="m-0 p-3 text-muted">{t('page.noLog')}</p>
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-1 px-3 py-1 text-sm text-muted">
        <span className="flex-1">
          {log.first > 0 ? t('page.dropped', { count: log.first }) : t('page.lines', { count })}
        </span>
        <IconButton
          size="small"
          icon={ArrowDownToLine}
          label={t('page.follow')}
          aria-pressed={follow}
          onClick={() => setFollow(!follow)}
        />
        <CopyButton text={log.lines.join('\n')} label={t('page.copyLog')} />
      </div>
      <section
        ref={box}
        aria-label={t('page.log')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
        tabIndex={0}
        onScroll={onScroll}
        className="min-h-0 flex-1 overflow-auto border-t border-line bg-inset py-1 -outline-offset-2"
        data-selectable
      >
        <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute top-0 left-0 w-full px-3 font-mono text-sm leading-[18px] whitespace-pre-wrap select-text [overflow-wrap:anywhere]"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Untrusted text={log.lines[item.index] ?? ''} />
            </div>
          ))}
        </div>
      </section>
    </div>
  )
}
