import { ArrowRight, Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, Checkbox, IconButton, TextField } from '../../components'
import { nextKey, type PortRow } from './run.logic'
import type { RunState } from './useRunForm'

/** Host on the left, container on the right, as `docker run -p` has them. */
export function PortFields({ run }: { readonly run: RunState }) {
  const { t } = useTranslation('run')
  const { form, plan, edit } = run
  const { ports } = form
  const problem = plan.problems.find((each) => each.field === 'port')
  const change = (key: number, over: Partial<PortRow>): void =>
    edit({ ports: ports.map((row) => (row.key === key ? { ...row, ...over } : row)) })
  return (
    <fieldset className="m-0 flex min-w-0 flex-col gap-1.5 border-0 p-0">
      <legend className="mb-1 p-0 text-sm text-muted">{t('ports')}</legend>
      {ports.length === 0 ? <p className="m-0 text-muted">{t('portsNone')}</p> : null}
      <div
        // Room for the ring of a focused field
        className="-m-1 flex max-h-36 flex-col gap-1.5 overflow-auto p-1"
      >
        {ports.map((row) => (
          <div key={row.key} className="flex items-center gap-1.5">
            <TextField
              label={t('portHost')}
              labelHidden
              mono
              inputMode="numeric"
              maxLength={5}
              placeholder={t('portHostAny')}
              data-tip={t('portHost')}
              value={row.host}
              onChange={(host) => change(row.key, { host })}
              aria-invalid={isWrong(problem, row, 'host')}
            />
            <ArrowRight size={14} aria-hidden className="shrink-0 text-faint" />
            <TextField
              label={t('portContainer')}
              labelHidden
              mono
              maxLength={10}
              placeholder="80"
              data-tip={t('portContainer')}
              value={row.container}
              onChange={(container) => change(row.key, { container })}
              aria-invalid={isWrong(problem, row, 'container')}
            />
            {row.hostIp === undefined ? null : (
              <span className="shrink-0 text-sm text-muted">{t('portOn', { address: row.hostIp })}</span>
            )}
            <IconButton
              icon={X}
              size="small"
              label={t('removePort', { port: row.container })}
              onClick={() => edit({ ports: ports.filter(({ key }) => key !== row.key) })}
            />
          </div>
        ))}
      </div>
      {problem?.field !== 'port' ? null : (
        <p role="alert" className="m-0 text-sm text-danger">
          {t(`problem.${problem.type}`)}
        </p>
      )}
      <div>
        <Button
          size="small"
          icon={Plus}
          onClick={() => edit({ ports: [...ports, { key: nextKey(ports), host: '', container: '' }] })}
        >
          {t('addPort')}
        </Button>
      </div>
      <Checkbox
        checked={form.publishAll}
        onChange={(publishAll) => edit({ publishAll })}
        label={t('publishAll')}
      />
    </fieldset>
  )
}

function isWrong(
  problem: { readonly field: string; readonly type: string; readonly key?: number } | undefined,
  row: PortRow,
  side: 'host' | 'container',
): boolean {
  if (problem?.field !== 'port' || problem.key !== row.key) return false
  return (problem.type === 'container') === (side === 'container')
}
