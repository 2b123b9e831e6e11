import type { ContextWeight } from '@shared/domain/build'
import { useTranslation } from 'react-i18next'
import type { Loaded } from '../../../api'
import { Bytes, CopyButton, ErrorState, Mono, Note, Untrusted } from '../../../components'
import { unwanted } from './form.logic'
import { Section } from './Section'

/** What could go to the engine, what the rules keep back, and what can't go at all. */
export function ContextSection({ weighing }: { readonly weighing: Loaded<ContextWeight | null> }) {
  const { t } = useTranslation('builds')
  const { data, error, retry } = weighing
  const weight = data ?? undefined
  return (
    <Section
      title={t('context.title')}
      aside={
        weight === undefined ? (
          error === undefined ? (
            <span role="status">{t('context.weighing')}</span>
          ) : undefined
        ) : (
          <Summary weight={weight} />
        )
      }
    >
      {error === undefined ? null : <ErrorState error={error} compact onRetry={retry} />}
      {weight === undefined ? null : (
        <>
          <Biggest weight={weight} />
          <Ignored weight={weight} />
          <Skipped weight={weight} />
        </>
      )}
    </Section>
  )
}

function Summary({ weight }: { readonly weight: ContextWeight }) {
  const { t } = useTranslation('builds')
  const { files, folders, links, bytes } = weight
  const rest = [
    folders === 0 ? undefined : t('context.folders', { count: folders }),
    links === 0 ? undefined : t('context.links', { count: links }),
  ].filter((part) => part !== undefined)
  return (
    <span>
      <span className="text-fg">
        {t('context.files', { count: files })} · <Bytes value={bytes} />
      </span>{' '}
      {t('context.toSend')}
      {rest.length === 0 ? '' : ` · ${rest.join(' · ')}`}
    </span>
  )
}

function Biggest({ weight }: { readonly weight: ContextWeight }) {
  const { t } = useTranslation('builds')
  const { biggest, bytes } = weight
  const names = unwanted(biggest)
  if (biggest.length === 0) return <p className="m-0 text-muted">{t('context.nothing')}</p>
  return (
    <>
      <ul aria-label={t('context.biggest')} className="m-0 flex list-none flex-col p-0" data-selectable>
        {biggest.map(({ path, bytes: own, files }) => (
          <li
            key={path}
            className="grid h-6 grid-cols-[minmax(0,2fr)_minmax(0,2fr)_80px_88px] items-center gap-3"
          >
            <span className="clip">
              {path === '.' ? (
                <span className="text-muted">{t('context.here')}</span>
              ) : (
                <Mono>{`${path}/`}</Mono>
              )}
            </span>
            <span aria-hidden className="h-2 overflow-hidden rounded-sm bg-inset">
              <span
                className="block h-full bg-accent-fill"
                style={{ width: `${(own / Math.max(1, bytes)) * 100}%` }}
              />
            </span>
            <span className="text-right tabular-nums">
              <Bytes value={own} />
            </span>
            <span className="text-right text-sm text-muted tabular-nums">
              {t('context.files', { count: files })}
            </span>
          </li>
        ))}
      </ul>
      {names.length === 0 ? null : (
        <div className="flex items-center gap-1">
          <Note>{t('context.unwanted', { names: names.join(', ') })}</Note>
          <CopyButton text={`${names.join('\n')}\n`} label={t('context.copyRules')} />
        </div>
      )}
    </>
  )
}

function Ignored({ weight }: { readonly weight: ContextWeight }) {
  const { t } = useTranslation('builds')
  const { ignored, ignoreFile } = weight
  if (ignoreFile === undefined) return <p className="m-0 text-muted">{t('context.noRules')}</p>
  const total = ignored.reduce((sum, { entries }) => sum + entries, 0)
  return (
    <details>
      <summary className="w-fit rounded-sm marker:text-faint">
        {t('context.ignored', { count: total })} <Mono>{ignoreFile}</Mono>
      </summary>
      <table aria-label={t('context.rules')} className="mt-1 w-full border-collapse" data-selectable>
        <thead className="text-sm text-muted">
          <tr>
            <th scope="col" className="w-16 py-0.5 text-right font-normal">
              {t('context.line')}
            </th>
            <th scope="col" className="py-0.5 pl-4 text-left font-normal">
              {t('context.rule')}
            </th>
            <th scope="col" className="py-0.5 text-right font-normal">
              {t('context.kept')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ignored.map(({ rule, line, entries }) => (
            <tr key={line} className="border-t border-line/60">
              <td className="py-0.5 text-right text-muted tabular-nums">{line}</td>
              <td className="py-0.5 pl-4 [overflow-wrap:anywhere]">
                <Mono>{rule}</Mono>
              </td>
              <td className="py-0.5 text-right tabular-nums">{entries.toLocaleString()}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function Skipped({ weight }: { readonly weight: ContextWeight }) {
  const { t } = useTranslation('builds')
  const { skipped, skippedTotal } = weight
  if (skippedTotal === 0) return null
  return (
    <details>
      <summary className="w-fit rounded-sm marker:text-faint">
        {t('context.skipped', { count: skippedTotal })}
      </summary>
      <ul className="m-0 mt-1 max-h-40 list-none overflow-auto p-0" data-selectable>
        {skipped.map(({ path, why }) => (
          <li key={path} className="flex gap-3 py-0.5">
            <span className="w-16 shrink-0 text-muted">{t(`context.why.${why}`)}</span>
            <span className="min-w-0 font-mono text-sm [overflow-wrap:anywhere]">
              <Untrusted text={path} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
