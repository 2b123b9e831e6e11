import { breakCommand } from '@shared/breakCommand'
import { shortId } from '@shared/domain/digest'
import type { HistoryLine } from '@shared/domain/imageHistory'
import { FolderTree, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  Bytes,
  CopyButton,
  Fact,
  Facts,
  IconButton,
  Mono,
  RelativeTime,
  ToggleChip,
  Untrusted,
} from '../../../components'
import { navigation } from '../../frame'
import { cutCharacters } from '../overview/overview.logic'
import { stepMark } from './history.logic'
import { readInstruction } from './instruction.logic'

/** All of one step: docker cuts the instruction at 45 characters, this does not. */
export function StepDetail(props: {
  readonly imageId: string
  readonly step: HistoryLine
  readonly layerCount: number
  readonly onClose: () => void
}) {
  const { t } = useTranslation('details')
  const { imageId, step, layerCount, onClose } = props
  const [raw, setRaw] = useState(false)
  const recorded = step.createdBy.text
  const instruction = readInstruction(recorded)
  const pretty = [instruction.keyword, breakCommand(instruction.rest)].filter(Boolean).join(' ')
  const text = raw ? recorded : pretty
  const cut = cutCharacters(step.createdBy)
  return (
    <section
      aria-label={t('history.step.title')}
      className="max-h-[46%] shrink-0 overflow-auto border-t border-line bg-raised px-3 pt-1.5 pb-3"
    >
      <div className="sticky top-0 flex items-center gap-1 bg-raised pb-1">
        <h4 className="m-0 font-semibold">{t('history.step.title')}</h4>
        <span className="flex-1" />
        {instruction.folded ? (
          <ToggleChip pressed={raw} onChange={setRaw}>
            {t('history.step.raw')}
          </ToggleChip>
        ) : null}
        {step.layer === undefined ? null : (
          <Button
            size="small"
            icon={FolderTree}
            onClick={() =>
              navigation.openContents({
                place: { type: 'engine', image: imageId },
                layer: step.layer,
                mode: 'changes',
              })
            }
          >
            {t('history.step.files')}
          </Button>
        )}
        <CopyButton text={text} label={t('history.step.copy')} />
        <IconButton size="small" icon={X} label={t('history.step.close')} onClick={onClose} />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
        tabIndex={0}
        aria-label={t('history.step.pretty')}
        className="m-0 mb-2 max-h-48 overflow-auto rounded-md border border-line bg-inset p-2 font-mono text-sm leading-4 whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text === '' ? t('history.noInstruction') : <Untrusted text={text} lines />}
      </pre>
      {cut > 0 ? <p className="m-0 mb-2 text-sm text-warn">{t('value.cut', { count: cut })}</p> : null}
      <Facts>
        <Fact label={t('history.step.size')}>
          <Bytes value={step.size} />
        </Fact>
        <Fact label={t('history.step.layer')}>
          <LayerWords step={step} layerCount={layerCount} />
        </Fact>
        {step.created === undefined ? null : (
          <Fact label={t('history.step.created')}>
            <RelativeTime ms={step.created} />
          </Fact>
        )}
        {step.comment === '' ? null : (
          <Fact label={t('history.step.comment')}>
            <Untrusted text={step.comment} />
          </Fact>
        )}
        {raw || instruction.buildArgs.length === 0 ? null : (
          <Fact label={t('history.step.buildArgs')}>
            <Mono>{instruction.buildArgs.join(' ')}</Mono>
          </Fact>
        )}
        {step.tags.length === 0 ? null : (
          <Fact label={t('history.step.tags')}>
            <Mono>{step.tags.join(', ')}</Mono>
          </Fact>
        )}
        <Fact label={t('history.step.image')}>
          <Mono>{step.imageId === undefined ? t('history.step.missing') : shortId(step.imageId)}</Mono>
        </Fact>
        {step.diffId === undefined ? null : (
          <Fact label={t('history.step.diffId')}>
            <span className="flex items-start gap-0.5">
              <Mono>{step.diffId}</Mono>
              <CopyButton text={step.diffId} label={t('history.step.copyDiffId')} />
            </span>
          </Fact>
        )}
      </Facts>
    </section>
  )
}

function LayerWords({ step, layerCount }: { readonly step: HistoryLine; readonly layerCount: number }) {
  const { t } = useTranslation('details')
  const mark = stepMark(step)
  if (mark === 'layer')
    return <>{t('history.layerMark', { number: (step.layer ?? 0) + 1, total: layerCount })}</>
  return (
    <span className="text-muted">{mark === 'empty' ? t('history.emptyMark') : t('history.unknownMark')}</span>
  )
}
