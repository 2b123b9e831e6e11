import type { FileGrant } from '@shared/domain/files'
import { FolderTree } from 'lucide-react'
import { type FormEvent, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../../api'
import { Button, Bytes, CommandLine, ErrorState, Mono } from '../../../components'
import { Dialog } from '../../../components/Dialog'
import { navigation, openArchive } from '../../frame'
import { LoadBody } from './LoadBody'
import { loadCommand } from './load.logic'
import { type Load, useLoad } from './useLoad'

export type LoadDialogProps = {
  readonly file: FileGrant
  /** What was asked for: the file itself may want the other. */
  readonly intent: 'load' | 'import'
  readonly onClose: () => void
}

/** Shows what is in a file before the engine gets it: saved images are loaded, the files of a container imported. */
export function LoadDialog({ file, intent, onClose }: LoadDialogProps) {
  const { t } = useTranslation('transfers')
  const form = useId()
  const load = useLoad(file, intent)
  const { look, way, name, changes } = load
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void load.start().then((began) => began && onClose())
  }
  return (
    <Dialog
      title={t(way === 'import' ? 'load.titleImport' : 'load.title')}
      description={<Subject file={file} load={load} />}
      onClose={onClose}
      footer={
        <>
          <LookInside file={file} load={load} onClose={onClose} />
          <Button onClick={onClose} data-safe>
            {t('cancel')}
          </Button>
          <Submit form={form} load={load} intent={intent} />
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3 pb-3">
        <LoadBody load={load} intent={intent} />
        {look.data !== undefined && way !== undefined ? (
          <CommandLine
            command={loadCommand(look.data, way, {
              name: name.plan.type === 'valid' ? name.plan.familiar : '',
              changes: changes.parsed.ok ? changes.parsed.value : [],
            })}
          />
        ) : null}
        {load.error === undefined ? null : <ErrorState error={load.error} compact />}
      </form>
    </Dialog>
  )
}

function Subject({ file, load }: { readonly file: FileGrant; readonly load: Load }) {
  const { t } = useTranslation('transfers')
  const packing = load.look.data?.packing ?? 'none'
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <Mono>{file.name}</Mono>
      </span>
      <span className="shrink-0 text-sm whitespace-nowrap">
        {file.size === undefined ? null : <Bytes value={file.size} />}
        {packing === 'none' ? null : ` · ${t('load.packedBy', { packing })}`}
      </span>
    </span>
  )
}

/** Needs no engine: what is in the file can be seen before it is loaded, or instead. */
function LookInside(props: { readonly file: FileGrant; readonly load: Load; readonly onClose: () => void }) {
  const { t } = useTranslation('openings')
  const { file, load, onClose } = props
  if (load.look.data?.content.type !== 'image') return null
  const open = (): void => {
    onClose()
    navigation.openContents({ place: { type: 'file', grant: file.grant } })
  }
  return (
    <>
      <Button icon={FolderTree} onClick={open}>
        {t('lookInside')}
      </Button>
      <span className="flex-1" />
    </>
  )
}

function Submit(props: { readonly form: string; readonly load: Load; readonly intent: 'load' | 'import' }) {
  const { t } = useTranslation('transfers')
  const { way, look, canStart } = props.load
  const live = useEngine().data?.state.type === 'connected'
  if (look.data !== undefined && way === undefined)
    return (
      <Button variant="primary" onClick={() => openArchive(props.intent)}>
        {t('load.another')}
      </Button>
    )
  const isDamaged = look.data?.content.type === 'damaged'
  return (
    <Button
      variant="primary"
      type="submit"
      form={props.form}
      disabled={!live || !canStart}
      tip={live ? undefined : t('needsEngine')}
    >
      {t(way === 'import' ? 'load.submitImport' : isDamaged ? 'load.submitAnyway' : 'load.submit')}
    </Button>
  )
}
