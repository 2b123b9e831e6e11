import type { OpenedImage, TreeRow } from '@shared/domain/contents'
import { Save, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNodeDetails } from '../../../api'
import { Button, CopyButton, IconButton, Untrusted } from '../../../components'
import { Tabs } from '../../../components/Tabs'
import { readableLayer } from '../files/tree.logic'
import { FileContent } from './FileContent'
import { NodeFacts } from './NodeFacts'
import { useSaveOut } from './useSaveOut'

type TabKey = 'content' | 'details'

/** One file or folder: what is in it, how it came to be, and saving it out. */
export function NodePanel(props: {
  readonly image: OpenedImage
  readonly layer: number
  readonly row: TreeRow
  readonly onChooseLayer: (layer: number) => void
  readonly onClose: () => void
}) {
  const { t } = useTranslation('contents')
  const { image, row } = props
  const { handle } = image
  const [tab, setTab] = useState<TabKey>('content')
  const layer = readableLayer(row, props.layer)
  const details = useNodeDetails({ handle, layer: props.layer, node: row.node })
  const save = useSaveOut()
  const path = details.data?.row.node === row.node ? details.data.path : row.name
  const isFolder = row.kind === 'folder'
  const savable = isFolder || row.kind === 'file' || row.kind === 'hardLink'
  const items = [
    {
      key: 'content' as const,
      label: t('viewer.content'),
      content: <FileContent key={`${row.node}-${layer}`} image={image} layer={layer} row={row} />,
    },
    {
      key: 'details' as const,
      label: t('viewer.details'),
      content: <NodeFacts details={details} layer={layer} onChooseLayer={props.onChooseLayer} />,
    },
  ]
  return (
    <section aria-label={t('viewer.label')} className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas">
      <header className="flex min-w-0 shrink-0 items-center gap-1 py-1 pr-1 pl-3">
        <h2
          className="clip m-0 min-w-0 flex-1 font-mono text-sm font-semibold"
          data-tip={path}
          data-selectable
        >
          <Untrusted text={path} />
        </h2>
        <CopyButton text={path} label={t('viewer.copyPath')} />
        {savable ? (
          <Button size="small" icon={Save} onClick={() => save({ handle, layer, node: row.node }, row.name)}>
            {t(isFolder ? 'viewer.saveFolder' : 'viewer.saveFile')}
          </Button>
        ) : null}
        <IconButton size="small" icon={X} label={t('viewer.close')} shortcut="Esc" onClick={props.onClose} />
      </header>
      <Tabs<TabKey> label={t('viewer.label')} value={tab} onChange={setTab} items={items} />
    </section>
  )
}
