import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { strata, unwrap } from '../api/client'
import { IconButton } from './Button'
import { Untrusted } from './values'

/** True for a moment after a copy that worked. */
function useCopy(): { readonly copied: boolean; readonly copy: (text: string) => void } {
  const [copiedAt, setCopiedAt] = useState(0)
  useEffect(() => {
    if (copiedAt === 0) return
    const timer = setTimeout(() => setCopiedAt(0), 1_600)
    return () => clearTimeout(timer)
  }, [copiedAt])
  return {
    copied: copiedAt > 0,
    copy: (text) => void unwrap(strata().app.copy({ text })).then(() => setCopiedAt(Date.now())),
  }
}

/** `text` may be made when it is asked for: a log is long. */
export function CopyButton(props: { readonly text: string | (() => string); readonly label?: string }) {
  const { text, label } = props
  const { t } = useTranslation()
  const { copied, copy } = useCopy()
  return (
    <>
      <IconButton
        size="small"
        icon={copied ? Check : Copy}
        label={copied ? t('copied') : (label ?? t('copy'))}
        onClick={() => copy(typeof text === 'string' ? text : text())}
      />
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </>
  )
}

/** The docker command that does the same, ready to copy. */
export function CommandLine({ command, label }: { readonly command: string; readonly label?: string }) {
  const { t } = useTranslation()
  const title = label ?? t('command')
  return (
    <figure className="m-0">
      <figcaption className="mb-1 text-sm text-muted">{title}</figcaption>
      <div className="flex items-start gap-1 rounded-md border border-line bg-inset py-0.5 pr-0.5 pl-2">
        <pre
          // A long command scrolls, also by keyboard
          tabIndex={0}
          aria-label={title}
          className="m-0 max-h-24 min-w-0 flex-1 overflow-auto py-1 font-mono text-sm leading-4 whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          <Untrusted text={command} lines />
        </pre>
        <CopyButton text={command} label={t('copyCommand')} />
      </div>
    </figure>
  )
}
