import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton, TextField, visibleText } from '../../components'
import { nextKey, pastedEnv } from './run.logic'
import type { RunState } from './useRunForm'

/** A row a variable; lines pasted into one become rows. */
export function EnvFields({ run }: { readonly run: RunState }) {
  const { t } = useTranslation('run')
  const { form, plan, edit } = run
  const { env } = form
  const isWrong = (key: number): boolean =>
    plan.problems.some((problem) => problem.field === 'env' && problem.key === key)
  return (
    <fieldset className="m-0 flex min-w-0 flex-col gap-1.5 border-0 p-0">
      <legend className="mb-1 p-0 text-sm text-muted">{t('env')}</legend>
      {env.length === 0 ? <p className="m-0 text-muted">{t('envNone')}</p> : null}
      <div
        // Room for the ring of a focused field
        className="-m-1 flex max-h-36 flex-col gap-1.5 overflow-auto p-1"
      >
        {env.map(({ key, text }, index) => (
          <div key={key} className="flex items-start gap-1.5">
            <div className="min-w-0 flex-1">
              <TextField
                label={t('envRow', { number: index + 1 })}
                labelHidden
                mono
                placeholder={t('envPlaceholder')}
                value={text}
                onChange={(next) =>
                  edit({ env: env.map((row) => (row.key === key ? { ...row, text: next } : row)) })
                }
                onPaste={(event) => {
                  const rows = pastedEnv(env, key, event.clipboardData.getData('text/plain'))
                  if (rows === undefined) return
                  event.preventDefault()
                  edit({ env: rows })
                }}
                {...(isWrong(key) ? { error: t('problem.noName') } : {})}
              />
            </div>
            <IconButton
              icon={X}
              size="small"
              className="mt-0.5"
              label={t('removeEnv', { name: visibleText(text.split('=', 1)[0] ?? '') })}
              onClick={() => edit({ env: env.filter((row) => row.key !== key) })}
            />
          </div>
        ))}
      </div>
      <div>
        <Button
          size="small"
          icon={Plus}
          onClick={() => edit({ env: [...env, { key: nextKey(env), text: '' }] })}
        >
          {t('addEnv')}
        </Button>
      </div>
    </fieldset>
  )
}
