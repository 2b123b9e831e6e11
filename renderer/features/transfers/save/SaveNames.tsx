import { shortId } from '@shared/domain/digest'
import { useTranslation } from 'react-i18next'
import { Bytes, Checkbox, Mono } from '../../../components'
import type { SaveChoice } from './save.logic'

/** Every name that can go into the file, each with the image that it stands for. */
export function SaveNames(props: {
  readonly choices: readonly SaveChoice[]
  /** Those that stay out. */
  readonly left: ReadonlySet<string>
  readonly onChange: (image: string, on: boolean) => void
}) {
  const { t } = useTranslation('transfers')
  const { choices, left, onChange } = props
  return (
    <div>
      <div className="mb-1 text-sm text-muted">{t('save.names')}</div>
      <ul
        aria-label={t('save.names')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
        tabIndex={0}
        className="m-0 max-h-[34vh] list-none overflow-auto rounded-md border border-line p-0 -outline-offset-2"
      >
        {choices.map((choice) => (
          <li
            key={choice.image}
            className="flex min-w-0 items-center gap-3 border-b border-line/60 px-2.5 py-1 last:border-b-0"
          >
            <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <Name
                choice={choice}
                alone={choices.length === 1}
                on={!left.has(choice.image)}
                onChange={onChange}
              />
            </div>
            {choice.isNamed ? <Mono muted>{shortId(choice.imageId)}</Mono> : null}
            <span className="w-20 shrink-0 text-right text-sm text-muted tabular-nums">
              <Bytes value={choice.size} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Name(props: {
  readonly choice: SaveChoice
  readonly alone: boolean
  readonly on: boolean
  readonly onChange: (image: string, on: boolean) => void
}) {
  const { t } = useTranslation('transfers')
  const { image, isNamed } = props.choice
  const name = isNamed ? (
    <Mono>{image}</Mono>
  ) : (
    <>
      <Mono>{shortId(image)}</Mono> <span className="text-sm text-muted">{t('save.noName')}</span>
    </>
  )
  if (props.alone) return name
  return <Checkbox checked={props.on} onChange={(on) => props.onChange(image, on)} label={name} />
}
