import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './Button'
import { cx } from './cx'
import { createStore, useStore } from './store'

export type ToastTone = 'info' | 'ok' | 'danger'

export type Toast = {
  readonly id: number
  readonly text: string
  readonly tone: ToastTone
  readonly action?: { readonly label: string; readonly onSelect: () => void }
}

const toasts = createStore<readonly Toast[]>([])
const shownMs = 5_000
let lastId = 0

/** A short word on something that was done. Errors stay until dismissed; at most three are shown. */
export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { readonly tone?: ToastTone }): void {
  lastId += 1
  const next: Toast = { tone: 'info', ...toast, id: lastId }
  toasts.set((shown) => [...shown.slice(-2), next])
}

function dismiss(id: number): void {
  toasts.set((shown) => shown.filter((toast) => toast.id !== id))
}

const icons = { info: Info, ok: CircleCheck, danger: CircleAlert } as const
const colours = { info: 'text-accent', ok: 'text-ok', danger: 'text-danger' } as const

/** Mounted once, above the activity bar. */
export function ToastLayer() {
  const { t } = useTranslation()
  const shown = useStore(toasts, (all) => all)
  return (
    <section
      aria-label={t('notifications')}
      aria-live="polite"
      className="pointer-events-none fixed right-3 bottom-10 z-50 flex w-[360px] max-w-[calc(100vw-24px)] flex-col gap-2"
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { t } = useTranslation()
  useEffect(() => {
    if (toast.tone === 'danger') return
    const timer = setTimeout(() => dismiss(toast.id), shownMs)
    return () => clearTimeout(timer)
  }, [toast])
  const Icon = icons[toast.tone]
  return (
    <div className="pointer-events-auto flex items-start gap-2 rounded-md border border-line bg-overlay py-1.5 pr-1.5 pl-3 shadow-overlay">
      <Icon size={16} aria-hidden className={cx('mt-1 shrink-0', colours[toast.tone])} />
      <span className="min-w-0 flex-1 py-0.5 [overflow-wrap:anywhere]">{toast.text}</span>
      {toast.action === undefined ? null : (
        <Button size="small" onClick={toast.action.onSelect}>
          {toast.action.label}
        </Button>
      )}
      <IconButton size="small" icon={X} label={t('dismiss')} onClick={() => dismiss(toast.id)} />
    </div>
  )
}
