import type { CutText } from '@shared/domain/imageDetails'
import { cut } from '@shared/text'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton, IconButton, Untrusted } from '../../../components'
import { cutCharacters, lineCharacters, needsExpanding } from './overview.logic'

/** One line of a value from outside; the whole of it, as far as it is here, on demand. Never a link. */
export function LongValue({ name, value }: { readonly name: string; readonly value: CutText }) {
  const { t } = useTranslation('details')
  const [open, setOpen] = useState(false)
  const missing = cutCharacters(value)
  const long = needsExpanding(value)
  return (
    <>
      <div className="flex min-w-0 items-center gap-0.5" data-selectable>
        {long ? (
          <IconButton
            size="small"
            icon={open ? ChevronDown : ChevronRight}
            label={open ? t('value.collapse') : t('value.expand')}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="-ml-1.5"
          />
        ) : null}
        {value.length === 0 ? (
          <span className="flex-1 text-sm text-faint italic">{t('value.empty')}</span>
        ) : (
          <code className="clip min-w-0 flex-1 font-mono text-sm">
            <Untrusted text={cut(value.text, lineCharacters)} />
          </code>
        )}
        <CopyButton
          text={value.text}
          label={
            missing > 0 ? t('value.copyPart', { count: value.text.length }) : t('labels.copyValue', { name })
          }
        />
      </div>
      {open ? (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
          tabIndex={0}
          aria-label={name}
          className="col-span-full m-0 mt-1 max-h-64 overflow-auto rounded-md border border-line bg-inset p-2 font-mono text-sm leading-4 whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          <Untrusted text={value.text} lines />
        </pre>
      ) : null}
      {missing > 0 ? (
        <p className="col-span-full m-0 text-sm text-warn">{t('value.cut', { count: missing })}</p>
      ) : null}
    </>
  )
}
