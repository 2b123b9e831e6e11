import type { OpenedImage } from '@shared/domain/contents'
import type { AppError } from '@shared/errors'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { strata, useOpened } from '../../api'
import { Button, ErrorState, Toolbar } from '../../components'
import { later } from '../../components/later'
import { Tabs } from '../../components/Tabs'
import { type ContentsPlace, type ContentsTab, navigation } from '../frame'
import { LoadIntoEngine, UnpackHint } from '../openings'
import { AboutView } from './about/AboutView'
import { ContentsHeader } from './ContentsHeader'
import { DamageNote } from './DamageNote'
import { FilesView } from './files/FilesView'
import { ProblemNotes } from './ProblemNotes'
import { RegistryWaiting } from './RegistryWaiting'
import { ReadFirst } from './read/ReadFirst'
import { useContentsCommands } from './useContentsCommands'

const WasteView = later(async () => (await import('./waste/WasteView')).WasteView)
const DockerfileView = later(async () => (await import('./dockerfile/DockerfileView')).DockerfileView)

/** One opened image: who it is, and its tabs. */
export function ContentsView({ open }: { readonly open: ContentsPlace }) {
  const { t } = useTranslation('contents')
  const asked = { place: open.place, ...(open.choice === undefined ? {} : { choice: open.choice }) }
  const { data: image, error, refreshing, retry } = useOpened(asked)
  useContentsCommands(image, open)
  if (image === undefined)
    return (
      <>
        <Toolbar title={t('title')} />
        {error === undefined ? (
          <Opening open={open} />
        ) : (
          <ErrorState
            error={error}
            onRetry={retry}
            action={open.place.type === 'file' ? <LoadIntoEngine grant={open.place.grant} /> : undefined}
          >
            <PackedHint error={error} />
          </ErrorState>
        )}
      </>
    )
  return (
    <div aria-busy={refreshing} className="flex min-h-0 flex-1 flex-col">
      <ContentsHeader image={image} open={open} />
      <ProblemNotes image={image} />
      <DamageNote image={image} tab={open.tab} />
      <LaterWait open={open} />
      {error === undefined ? null : (
        <div className="px-3 py-2">
          <ErrorState error={error} onRetry={retry} compact />
        </div>
      )}
      <OpenTabs image={image} open={open} />
    </div>
  )
}

/** A registry may ask to wait before it answers. */
function Opening({ open: { place } }: { readonly open: ContentsPlace }) {
  const { t } = useTranslation('contents')
  const cancel = (): void => {
    void strata().contents.stopOpening({ place })
    navigation.closeContents()
  }
  return (
    <div className="flex flex-col gap-1.5 p-3">
      <p className="m-0 text-muted">{t('loading')}</p>
      <RegistryWaiting
        reference={place.type === 'registry' ? place.reference : undefined}
        action={
          <Button size="small" onClick={cancel}>
            {t('wait.cancel')}
          </Button>
        }
      />
    </div>
  )
}

/** While its layers are read; what reads them has a button of its own. */
function LaterWait({ open: { place } }: { readonly open: ContentsPlace }) {
  if (place.type !== 'registry') return null
  return (
    <div className="shrink-0 px-3 pb-1.5 text-sm empty:hidden">
      <RegistryWaiting reference={place.reference} />
    </div>
  )
}

/** Packed in a way that only engines know. */
function PackedHint({ error: { code, params } }: { readonly error: AppError }) {
  return code === 'SOURCE_PACKING_UNKNOWN' ? (
    <UnpackHint packing={String(params['packing'])} name={String(params['name'])} />
  ) : null
}

function OpenTabs({ image, open }: { readonly image: OpenedImage; readonly open: ContentsPlace }) {
  const { t } = useTranslation('contents')
  const { handle } = image
  // Its parts come when they are first looked at.
  const read = (content: ReactNode): ReactNode => <ReadFirst image={image}>{content}</ReadFirst>
  return (
    <Tabs<ContentsTab>
      label={t('tabs.label')}
      value={open.tab}
      onChange={(tab) => navigation.changeContents({ tab })}
      items={[
        {
          key: 'files',
          label: t('tabs.files'),
          content: read(
            <FilesView
              key={image.id}
              image={image}
              chosen={open.layer}
              onChoose={(layer) => navigation.changeContents({ layer })}
              mode={open.mode ?? 'stack'}
              onMode={(mode) => navigation.changeContents({ mode })}
            />,
          ),
        },
        {
          key: 'waste',
          label: t('tabs.waste'),
          content: read(<WasteView handle={handle} imageId={image.id} />),
        },
        {
          key: 'dockerfile',
          label: t('tabs.dockerfile'),
          content: read(<DockerfileView handle={handle} name={image.name} />),
        },
        { key: 'about', label: t('tabs.about'), content: <AboutView image={image} open={open} /> },
      ]}
    />
  )
}
