import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { keys, strata, unwrap } from '../../../api'
import { copySafely, formatBytes, Untrusted, VirtualList } from '../../../components'
import { mostTextWindows, readText, type TextPage, textStart, textWindow } from './text.logic'

type Asked = {
  readonly handle: string
  readonly layer: number
  readonly node: number
}

/** A text file by windows: as far as someone scrolls. Nothing in it can act on the page or hide from the eye. */
export function TextView({
  asked,
  size,
  fetched,
}: {
  readonly asked: Asked
  readonly size: number
  readonly fetched: string
}) {
  const { t, i18n } = useTranslation('contents')
  const query = useInfiniteQuery({
    queryKey: keys.inside(asked.handle, 'text', asked.layer, asked.node, fetched),
    queryFn: async ({ pageParam }): Promise<TextPage> => {
      const answer = await unwrap(
        strata().contents.file({ ...asked, from: pageParam.from, count: textWindow }),
      )
      return readText(pageParam, answer.type === 'bytes' ? answer.bytes : new Uint8Array(), size)
    },
    initialPageParam: textStart,
    getNextPageParam: (last, pages) =>
      last.isLast || pages.length >= mostTextWindows ? undefined : last.next,
    gcTime: 10_000,
    structuralSharing: false,
  })
  const pages = query.data?.pages
  const lines = useMemo(() => pages?.flatMap((page) => page.lines) ?? [], [pages])
  const last = pages?.at(-1)
  const digits = String(last?.next.number ?? 1).length
  const cutAt = last !== undefined && !last.isLast && !query.hasNextPage ? last.next.from : undefined
  return (
    <>
      <VirtualList
        label={t('viewer.text')}
        count={lines.length}
        estimate={18}
        keyOf={(index) => index}
        onNearEnd={() => {
          if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
        }}
        onCopy={copySafely}
        className="bg-inset py-1"
      >
        {(index) => {
          const line = lines[index]
          return (
            <div className="flex min-h-[18px] items-start gap-3 px-2 font-mono text-sm leading-[18px]">
              <span
                aria-hidden
                className="shrink-0 text-right text-faint select-none"
                style={{ width: `${digits}ch` }}
              >
                {line?.number ?? ''}
              </span>
              <code className="min-w-0 flex-1 whitespace-pre-wrap [overflow-wrap:anywhere] [tab-size:4]">
                {line === undefined || line.text === '' ? '\u200b' : <Untrusted text={line.text} lines />}
              </code>
            </div>
          )
        }}
      </VirtualList>
      {cutAt === undefined ? null : (
        <p role="status" className="m-0 shrink-0 border-t border-line px-3 py-1 text-sm text-muted">
          {t('viewer.textCut', { bytes: formatBytes(cutAt, i18n.language) })}
        </p>
      )}
    </>
  )
}
