import { assertNever } from '@shared/assertNever'
import type { FileGrant, FilesDrop } from '@shared/domain/files'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { strata } from '../../api'
import { showToast } from '../../components'
import { dialogs, navigation } from '../frame'
import { type DropWay, fileWay, folderWay, isDockerfile, meaningOf } from './drop.logic'

/** Carries out what is dropped, each kind in its way; the name of what is being looked at while that takes its time. */
export function useDroppedFiles(): string | undefined {
  const { t } = useTranslation('builds')
  const [looking, setLooking] = useState<string>()
  /** A later drop takes the place of one that is still looked at. */
  const latest = useRef(0)
  useEffect(() => {
    const open = async (source: FileGrant): Promise<void> => {
      latest.current += 1
      const mine = latest.current
      setLooking(source.name)
      const way = await wayOf(source)
      if (mine !== latest.current) return
      setLooking(undefined)
      take(source, way)
    }
    const carryOut = (drop: FilesDrop): void => {
      const meaning = meaningOf(drop)
      switch (meaning.type) {
        case 'file':
        case 'folder':
          return void open(meaning.source)
        case 'several':
          return showToast({ text: t('drop.several') })
        case 'nothing':
          return showToast({ text: t('drop.nothing'), tone: 'danger' })
        default:
          return assertNever(meaning)
      }
    }
    return strata().files.onDropped(carryOut)
  }, [t])
  return looking
}

/** Decided by what it holds, not by its name alone. */
async function wayOf({ grant, name, kind }: FileGrant): Promise<DropWay> {
  if (kind === 'folder') {
    const opened = await strata().contents.open({ place: { type: 'file', grant } })
    // Its page opens it for itself.
    if (opened.ok) void strata().contents.close({ handle: opened.value.handle })
    return folderWay(opened.ok ? undefined : opened.error.code)
  }
  if (isDockerfile(name)) return 'build'
  const look = await strata().files.inspectArchive({ grant })
  return fileWay(name, look.ok ? look.value.content.type : undefined)
}

function take(source: FileGrant, way: DropWay): void {
  switch (way) {
    case 'contents':
      return navigation.openContents({ place: { type: 'file', grant: source.grant } })
    case 'load':
      return dialogs.open({ type: 'load', file: source, intent: 'load' })
    case 'build':
      return navigation.openBuildForm(source)
    default:
      return assertNever(way)
  }
}
