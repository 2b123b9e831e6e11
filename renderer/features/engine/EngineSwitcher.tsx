import type { EngineState } from '@shared/domain/engine'
import { ChevronsUpDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../api'
import { formatSpan, useNow } from '../../components'
import { dialogs } from '../frame'
import { wordOf } from './engine.logic'
import { StateDot } from './StateDot'
import { useEngineWords } from './useEngineWords'

/** Which engine this window is on, and how it is: the top of the sidebar. */
export function EngineSwitcher() {
  const { t } = useTranslation('engine')
  const status = useEngine().data
  const words = useEngineWords(status)
  const word = status === undefined ? 'connecting' : wordOf(status.state)
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={t('switch', { name: words.name, state: words.state })}
      data-tip={[words.name, status?.endpoint.host, words.about].filter(Boolean).join('\n')}
      onClick={() => dialogs.open({ type: 'engines' })}
      className="flex h-11 w-full items-center gap-2 border-b border-line px-3 text-left -outline-offset-2 hover:bg-hover"
    >
      <StateDot word={word} />
      <span className="min-w-0 flex-1">
        <span className="clip block leading-4 font-semibold">{words.name}</span>
        <span className="clip block text-xs leading-[14px] text-muted">
          {word === 'connected' || status === undefined ? (
            (words.about ?? words.state)
          ) : (
            <Since state={status.state} />
          )}
        </span>
      </span>
      <ChevronsUpDown size={14} aria-hidden className="shrink-0 text-faint" />
    </button>
  )
}

function Since({ state }: { readonly state: EngineState }) {
  const { t } = useTranslation('engine')
  const now = useNow('second')
  const word = wordOf(state)
  return word === 'lost' ? t('lostFor', { span: formatSpan(now - state.since) }) : t(`state.${word}`)
}
