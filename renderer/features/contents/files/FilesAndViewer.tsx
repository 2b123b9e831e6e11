import type { OpenedImage, TreeMode, TreeRow } from '@shared/domain/contents'
import { Copy, Info, Save } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SplitPane, useMenu } from '../../../components'
import { useWidth } from '../../../components/useWidth'
import { keysFor } from '../../frame'
import { NodePanel } from '../viewer/NodePanel'
import { useCopyPath } from '../viewer/useCopyPath'
import { useSaveOut } from '../viewer/useSaveOut'
import { FileTree } from './FileTree'
import { readableLayer } from './tree.logic'
import { useLate } from './useLate'
import type { NearLayer } from './useReadyLayers'

/** From this width on the file is shown beside the tree, not below it. px */
const besideFrom = 1_080
/** ms: a cursor that runs along asks for no file on its way. */
const restMs = 120

/** The tree, and under or beside it the file that was chosen: it follows the cursor once it is there. */
export function FilesAndViewer(props: {
  readonly image: OpenedImage
  readonly layer: number
  readonly mode: TreeMode
  readonly onMode: (mode: TreeMode) => void
  readonly narrow: boolean
  /** What is looked at; undefined: nothing. */
  readonly row: TreeRow | undefined
  readonly onRow: (row: TreeRow | undefined) => void
  readonly onChooseLayer: (layer: number) => void
  readonly near: NearLayer
}) {
  const { t } = useTranslation('contents')
  const { image, layer, narrow, onRow } = props
  const box = useRef<HTMLDivElement>(null)
  const wide = useWidth(box) >= besideFrom
  const [width, setWidth] = useState(480)
  const [menuRow, setMenuRow] = useState<TreeRow>()
  const save = useSaveOut()
  const copyPath = useCopyPath(image.handle, layer)
  const row = useLate(props.row, restMs)
  const focusTree = (): void => box.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()
  const menu = useMenu(t('viewer.label'), () =>
    menuRow === undefined
      ? []
      : [
          { type: 'item', label: t('viewer.show'), icon: Info, onSelect: () => onRow(menuRow) },
          {
            type: 'item',
            label: t('viewer.copyPath'),
            icon: Copy,
            shortcut: keysFor('Ctrl+C'),
            onSelect: () => copyPath(menuRow),
          },
          {
            type: 'item',
            label: t(menuRow.kind === 'folder' ? 'viewer.saveFolder' : 'viewer.saveFile'),
            icon: Save,
            disabled: menuRow.kind !== 'folder' && menuRow.kind !== 'file' && menuRow.kind !== 'hardLink',
            onSelect: () =>
              save(
                { handle: image.handle, layer: readableLayer(menuRow, layer), node: menuRow.node },
                menuRow.name,
              ),
          },
        ],
  )
  const close = (): void => {
    onRow(undefined)
    focusTree()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || props.row === undefined) return
    event.preventDefault()
    close()
  }
  const tree = (
    <FileTree
      handle={image.handle}
      imageId={image.id}
      layer={layer}
      layerCount={image.layerCount}
      near={props.near}
      mode={props.mode}
      onMode={props.onMode}
      narrow={narrow}
      onOpen={onRow}
      // Once a file is shown it follows the cursor.
      onRow={(at) => (props.row === undefined || at === undefined ? undefined : onRow(at))}
      onCopy={copyPath}
      onMenu={(at, point) => {
        setMenuRow(at)
        menu.open(point)
      }}
    />
  )
  const shown =
    props.row === undefined || row === undefined ? undefined : (
      <NodePanel image={image} layer={layer} row={row} onChooseLayer={props.onChooseLayer} onClose={close} />
    )
  return (
    // Esc anywhere in it closes the file
    <div ref={box} onKeyDown={onKeyDown} className="flex min-h-0 min-w-0 flex-1 flex-col">
      {wide ? (
        <SplitPane width={width} onWidth={setWidth} minMain={420} main={tree} side={shown} />
      ) : (
        <>
          {tree}
          {shown === undefined ? null : (
            <div className="flex h-1/2 min-h-0 shrink-0 flex-col border-t border-line">{shown}</div>
          )}
        </>
      )}
      {menu.popup}
    </div>
  )
}
