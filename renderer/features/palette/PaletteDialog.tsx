import { nameOrId } from '@shared/domain/imageNames'
import { Box, type LucideIcon } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useImages } from '../../api'
import { cx, Untrusted, useInertRoot } from '../../components'
import { navigation } from '../frame'
import { useAllCommands } from './commands'
import { rank } from './palette.logic'

type Choice = {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly icon?: LucideIcon
  readonly shortcut?: string
  readonly disabled: boolean
  readonly untrusted: boolean
  readonly run: () => void
}

const maxImages = 30

function useChoices(query: string): readonly Choice[] {
  const { t } = useTranslation('palette')
  const registry = useAllCommands()
  const rows = useImages().data?.rows
  return useMemo(() => {
    const commands = [...registry.values()]
      .flat()
      .map((command): Choice => ({ untrusted: false, disabled: false, ...command }))
    const found = rank(commands, query, (command) => `${command.title} ${command.group}`, 40)
    // Without a word the palette is about actions; 5,000 images are no answer to nothing.
    const images =
      query.trim() === ''
        ? []
        : rank(
            rows ?? [],
            query,
            (row) => `${row.tags.join(' ')} ${row.digests.join(' ')} ${row.id.slice(7)}`,
            maxImages,
          )
    // What can't be done now comes after what can.
    return [
      ...found.filter((choice) => !choice.disabled),
      ...images.map(
        (row): Choice => ({
          id: row.id,
          title: nameOrId(row),
          group: t('images'),
          icon: Box,
          disabled: false,
          untrusted: true,
          run: () => navigation.openImage(row.id),
        }),
      ),
      ...found.filter((choice) => choice.disabled),
    ]
  }, [registry, rows, query, t])
}

/** Everything a button does, and every image, by a few letters. */
export function PaletteDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('palette')
  const id = useId()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const choices = useChoices(query)
  useInertRoot()
  const current = Math.min(at, choices.length - 1)

  const run = (choice: Choice | undefined): void => {
    if (choice === undefined || choice.disabled) return
    onClose()
    // After the palette has given the focus back: the action may put it elsewhere.
    setTimeout(choice.run)
  }
  const move = (next: number): void => {
    const place = choices.length === 0 ? 0 : (next + choices.length) % choices.length
    setAt(place)
    list.current?.querySelector(`[data-place="${place}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') move(current + 1)
    else if (event.key === 'ArrowUp') move(current - 1)
    else if (event.key === 'Enter') run(choices[current])
    else return
    event.preventDefault()
  }

  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="fixed top-[10vh] left-1/2 z-40 flex max-h-[70vh] w-[600px] max-w-[calc(100vw-48px)] -translate-x-1/2 flex-col rounded-md border border-line bg-overlay shadow-overlay outline-none"
        >
          <Radix.Title className="sr-only">{t('title')}</Radix.Title>
          <input
            type="text"
            role="combobox"
            aria-label={t('title')}
            aria-expanded
            aria-autocomplete="list"
            aria-controls={`${id}-list`}
            aria-activedescendant={choices[current] === undefined ? undefined : `${id}-${current}`}
            placeholder={t('placeholder')}
            spellCheck={false}
            autoComplete="off"
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value)
              setAt(0)
            }}
            onKeyDown={onKeyDown}
            className="h-11 shrink-0 rounded-t-md border-b border-line bg-transparent px-4 text-lg outline-none"
          />
          <div
            ref={list}
            id={`${id}-list`}
            role="listbox"
            aria-label={t('results')}
            className="min-h-0 overflow-auto p-1"
          >
            {choices.map((choice, place) => (
              // The keys are heard by the field
              <div
                key={choice.id}
                id={`${id}-${place}`}
                data-place={place}
                role="option"
                tabIndex={-1}
                aria-selected={place === current}
                aria-disabled={choice.disabled}
                onClick={() => run(choice)}
                onPointerMove={() => setAt(place)}
                className={cx(
                  'flex h-7 items-center gap-2 rounded-sm px-3',
                  place === current && 'bg-press',
                  choice.disabled && 'text-faint',
                )}
              >
                <span className="flex w-4 shrink-0 justify-center text-muted">
                  {choice.icon === undefined ? null : <choice.icon size={16} aria-hidden />}
                </span>
                <span className={cx('clip min-w-0 flex-1', choice.untrusted && 'font-mono text-sm')}>
                  {choice.untrusted ? <Untrusted text={choice.title} /> : choice.title}
                </span>
                <span className="shrink-0 text-sm text-muted">{choice.group}</span>
                <span className="w-14 shrink-0 text-right text-sm text-muted">{choice.shortcut}</span>
              </div>
            ))}
            {choices.length === 0 ? <p className="m-0 px-3 py-4 text-muted">{t('nothing')}</p> : null}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
