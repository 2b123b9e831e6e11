import type { JobSnapshot } from '@shared/job'
import { FileCode, FolderOpen, Hammer, Pencil } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useJobs } from '../../api'
import { Button, EmptyState, ErrorState, Toolbar } from '../../components'
import { JobDetail, JobList } from '../activity'
import { useChooseSource } from '../drop'
import { buildSources, navigation, usePlace } from '../frame'
import { buildsOf, shownBuild } from './builds.logic'
import { BuildForm } from './form/BuildForm'

const noJobs: readonly JobSnapshot[] = []

/** What is being built, what was built since the app began, and the form of the next one. */
export function BuildsPage() {
  const { t } = useTranslation('builds')
  const { data, error, retry } = useJobs()
  const place = usePlace(({ builds }) => builds)
  const choose = useChooseSource()
  const builds = buildsOf(data ?? noJobs)
  const shown = place.type === 'form' ? undefined : shownBuild(builds, place)
  const buttons = (
    <>
      <Button
        icon={FolderOpen}
        variant={place.type === 'form' ? 'default' : 'primary'}
        onClick={() => choose('folder')}
      >
        {t('chooseFolder')}
      </Button>
      <Button icon={FileCode} onClick={() => choose('dockerfile')}>
        {t('chooseDockerfile')}
      </Button>
    </>
  )
  const content = (): ReactNode => {
    if (place.type === 'form') return <BuildForm key={place.source.grant} source={place.source} />
    if (shown !== undefined) return <JobDetail key={shown.id} job={shown} />
    if (error !== undefined && data === undefined) return <ErrorState error={error} onRetry={retry} />
    return <EmptyState icon={Hammer} title={t('empty.title')} text={t('empty.text')} action={buttons} />
  }
  return (
    <>
      <Toolbar title={t('title')}>
        <span className="flex-1" />
        {shown === undefined ? null : <ChangeButton job={shown} />}
        {builds.length === 0 && place.type !== 'form' ? null : buttons}
      </Toolbar>
      <div className="flex min-h-0 flex-1">
        {builds.length === 0 ? null : (
          <div className="flex w-[28%] max-w-[300px] min-w-[200px] shrink-0 flex-col border-r border-line">
            <JobList jobs={builds} label={t('list')} chosen={shown?.id} onChoose={navigation.openBuild} />
          </div>
        )}
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">{content()}</div>
      </div>
    </>
  )
}

/** Back to the form that it was started from, as it was left. */
function ChangeButton({ job }: { readonly job: JobSnapshot }) {
  const { t } = useTranslation('builds')
  const source = buildSources.of(job.id)
  return source === undefined ? null : (
    <Button icon={Pencil} onClick={() => navigation.openBuildForm(source)}>
      {t('detail.change')}
    </Button>
  )
}
