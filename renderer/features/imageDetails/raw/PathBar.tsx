import { ListTree, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton, MenuIconButton, TextField } from '../../../components'
import { tidyPath, usualPaths } from './path.logic'

const idleMs = 300

/** A path picks a part of the answer. It is looked up when the typing pauses, at once with Enter. */
export function PathBar(props: {
  readonly path: string
  readonly error: string | undefined
  readonly onPath: (path: string) => void
}) {
  const { t } = useTranslation('details')
  const { path, error, onPath } = props
  const [typed, setTyped] = useState(path)
  useEffect(() => {
    if (tidyPath(typed) === path) return
    const timer = setTimeout(() => onPath(tidyPath(typed)), idleMs)
    return () => clearTimeout(timer)
  }, [typed, path, onPath])
  const choose = (next: string): void => {
    setTyped(next)
    onPath(next)
  }
  return (
    <div className="flex items-start gap-1 px-3 pt-2 pb-1.5">
      <div className="min-w-0 flex-1">
        <TextField
          label={t('raw.path')}
          labelHidden
          mono
          placeholder={t('raw.pathPlaceholder')}
          value={typed}
          onChange={setTyped}
          {...(error === undefined ? {} : { error })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') choose(tidyPath(typed))
            if (event.key !== 'Escape' || typed === '') return
            event.preventDefault()
            choose('')
          }}
        />
      </div>
      {typed === '' ? null : <IconButton icon={X} label={t('raw.clearPath')} onClick={() => choose('')} />}
      <MenuIconButton
        icon={ListTree}
        label={t('raw.usual')}
        entries={() =>
          usualPaths.map((usual) => ({ type: 'item', label: usual, onSelect: () => choose(usual) }))
        }
      />
    </div>
  )
}
