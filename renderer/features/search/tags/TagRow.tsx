import type { HubTag } from '@shared/domain/search'
import { harmless } from '@shared/text'
import { CloudDownload } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Bytes, RelativeTime } from '../../../components'
import { dialogs } from '../../frame'
import { LookInsideButton } from '../../openings'
import { tagReference } from '../search.logic'

/** Platforms and the bytes that each of them takes to download. */
export function TagRow({ repository, tag }: { readonly repository: string; readonly tag: HubTag }) {
  const { t } = useTranslation('search')
  const { name, pushed, platforms } = tag
  const reference = tagReference(repository, tag)
  return (
    <li className="flex items-start gap-3 border-b border-line/60 px-3 py-2">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <code className="isolate-text min-w-0 font-mono text-sm [overflow-wrap:anywhere]" data-selectable>
            {harmless(name)}
          </code>
          {pushed === undefined ? null : (
            <span className="text-sm text-muted">
              <RelativeTime ms={pushed} />
            </span>
          )}
        </div>
        <ul aria-label={t('tags.platforms')} className="m-0 mt-0.5 list-none p-0 text-sm text-muted">
          {platforms.map(({ platform, osVersion, compressedSize, digest }) => (
            <li
              key={`${platform} ${osVersion ?? ''} ${digest ?? ''}`}
              className="flex max-w-[300px] justify-between gap-3"
            >
              <span className="clip">
                {harmless(platform)}
                {osVersion === undefined ? null : ` ${harmless(osVersion)}`}
              </span>
              {compressedSize === undefined ? null : (
                <span className="tabular-nums">
                  <Bytes value={compressedSize} />
                </span>
              )}
            </li>
          ))}
        </ul>
      </div>
      <LookInsideButton reference={reference} />
      <Button
        size="small"
        icon={CloudDownload}
        aria-label={t('pullName', { name: harmless(reference) })}
        onClick={() => dialogs.open({ type: 'pull', reference })}
      >
        {t('pull')}
      </Button>
    </li>
  )
}
