import type { RunCommand } from '@shared/domain/imageDetails'
import { Info, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CopyButton, cx, Fact, Facts, Untrusted } from '../../../components'
import { commandNote, commandParts, runLine, shellLine } from './command.logic'
import { Section } from './Section'

/** ENTRYPOINT and CMD joined as Docker joins them: the first thing to know of an image. */
export function RunSection({ command }: { readonly command: RunCommand }) {
  const { t } = useTranslation('details')
  const note = commandNote(command)
  const warns = note === 'cmdIgnored' || note === 'argumentsIgnored' || note === 'nothingToRun'
  const Icon = warns ? TriangleAlert : Info
  return (
    <Section title={t('section.run')}>
      {note === 'nothingToRun' ? null : <JoinedLine command={command} />}
      <p className="m-0 mt-1.5 flex items-start gap-1.5 text-sm text-muted">
        <Icon size={14} aria-hidden className={cx('mt-px shrink-0', warns ? 'text-warn' : 'text-faint')} />
        <span>{t(`run.note.${note}`)}</span>
      </p>
      {note === 'nothingToRun' ? null : (
        <div className="mt-1.5">
          <Facts>
            <Source label={t('run.entrypoint')} argv={command.entrypoint} form={command.entrypointForm} />
            <Source label={t('run.cmd')} argv={command.cmd} form={command.cmdForm} />
          </Facts>
        </div>
      )}
    </Section>
  )
}

function JoinedLine({ command }: { readonly command: RunCommand }) {
  const { t } = useTranslation('details')
  return (
    <div className="flex items-start gap-1 rounded-md border border-line bg-inset py-0.5 pr-0.5 pl-2">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long command scrolls, also by keyboard
        tabIndex={0}
        aria-label={t('run.joined')}
        className="m-0 max-h-40 min-w-0 flex-1 overflow-auto py-1 font-mono text-sm leading-4 whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {commandParts(command).map((part, index) => (
          <span key={part.source}>
            {index > 0 ? ' ' : null}
            <span
              data-tip={
                part.ignored ? `${part.source.toUpperCase()}: ${t('run.ignored')}` : part.source.toUpperCase()
              }
              className={cx(
                part.ignored && 'text-muted line-through',
                part.source === 'entrypoint' && 'font-semibold',
              )}
            >
              <Untrusted text={part.text} lines />
            </span>
          </span>
        ))}
      </pre>
      <CopyButton text={runLine(command)} label={t('run.copy')} />
    </div>
  )
}

function Source(props: {
  readonly label: string
  readonly argv: readonly string[]
  readonly form: 'shell' | 'exec' | undefined
}) {
  const { t } = useTranslation('details')
  const { label, argv, form } = props
  return (
    <Fact label={label}>
      {argv.length === 0 ? (
        <span className="text-muted">{t('run.none')}</span>
      ) : (
        <>
          <code className="font-mono text-sm whitespace-pre-wrap">
            <Untrusted text={shellLine(argv)} lines />
          </code>
          {form === undefined ? null : (
            <span className="ml-2 text-sm text-muted">
              {form === 'shell' ? t('run.shellForm') : t('run.execForm')}
            </span>
          )}
        </>
      )}
    </Fact>
  )
}
