import { assertNever } from '@shared/assertNever'
import type { CleanupReport } from '@shared/domain/cleanup'
import type { RunReport } from '@shared/domain/run'
import { allBytes } from '@shared/domain/sizes'
import { isRemovalJob, type JobSnapshot } from '@shared/job'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../components'
import { type ContentsResult, contentsResultOf } from './contents.logic'
import { cleanupOf, countOf, nameOf, phaseOf, reportOf, wasUndone } from './jobs.logic'
import { reportCounts } from './report.logic'
import { exitMeaning, runReportOf } from './run/run.logic'
import { pushCounts, type TransferReport, transferReportOf } from './transfer/transfer.logic'

export type JobWords = {
  /** What it is: "Remove 3 images". */
  readonly title: (job: JobSnapshot) => string
  /** What it is doing, or will do: "3 images will be removed". */
  readonly doing: (job: JobSnapshot) => string
  /** How far it is: "37 of 120", "12 MB of 84 MB"; empty while it waits or when it ended. */
  readonly progress: (job: JobSnapshot) => string
  /** The button that ends it. */
  readonly cancel: (job: JobSnapshot) => string
  /** What came of it: "2 deleted · 1 left alone · 12 MB freed". */
  readonly outcome: (job: JobSnapshot) => string
}

const counted = ['deleted', 'untagged', 'gone', 'dropped', 'failed', 'untouched'] as const

export function useJobWords(): JobWords {
  const { t, i18n } = useTranslation('activity')
  const say = (job: JobSnapshot, form: 'title' | 'waiting' | 'working'): string => {
    if (!isRemovalJob(job.kind)) {
      return t(`job.${form}.${job.kind}`, {
        count: countOf(job),
        name: harmless(String(job.title.name ?? '')),
      })
    }
    const name = nameOf(job)
    return name === undefined
      ? t(`job.${form}.${job.kind}`, { count: countOf(job) })
      : t(`job.one.${form}`, { name: harmless(name) })
  }
  const transferWords = (moved: TransferReport): string => {
    if (moved.type === 'pull') {
      const { status, size } = moved.report
      return `${t(`report.pull.${status}`)} · ${formatBytes(size, i18n.language)}`
    }
    if (moved.type === 'save') {
      const { imageCount, bytes, name } = moved.report
      const words = { count: imageCount, name: harmless(name) }
      return `${t('transfer.saved', words)} · ${formatBytes(bytes, i18n.language)}`
    }
    if (moved.type === 'load') {
      const { images, how, instead } = moved.report
      const words = t(how === 'imported' ? 'transfer.imported' : 'transfer.loaded', {
        count: new Set(images.map(({ imageId }) => imageId)).size,
      })
      return instead ? `${words} · ${t('transfer.instead')}` : words
    }
    const { pushed, missing } = moved.report
    const counts = pushCounts(moved.report)
    return [
      t('transfer.pushedTags', { count: pushed.length }),
      missing.length === 0 ? undefined : t('transfer.missingTags', { count: missing.length }),
      pushed.length === 0
        ? undefined
        : t('transfer.existsThere', { exists: counts.exists, count: counts.total }),
    ]
      .filter((part) => part !== undefined)
      .join(' · ')
  }
  const cleanupWords = (cleaned: CleanupReport): string => {
    const { freed, containers, cache } = cleaned
    const bytes = formatBytes(allBytes(freed.freed), i18n.language)
    return [
      ...counted
        .filter((kind) => cleaned[kind] > 0)
        .map((kind) => t(`count.${kind}`, { count: cleaned[kind] })),
      ...(containers > 0 ? [t('cleanup.containers', { count: containers })] : []),
      ...(cache > 0 ? [t('cleanup.cache', { count: cache })] : []),
      t('ended.freed', { bytes: freed.about.length > 0 ? `${t('cleanup.about')} ${bytes}` : bytes }),
    ].join(' · ')
  }
  const contentsWords = (result: ContentsResult): string => {
    const bytes = formatBytes(result.report.bytes, i18n.language)
    switch (result.type) {
      case 'read':
        return `${t('contents.layers', { count: result.report.read })} · ${bytes}`
      case 'fetch':
        return t('contents.fetched', { bytes })
      case 'copy':
        return result.report.blobs === undefined
          ? `${t('contents.copiedAll')} · ${bytes}`
          : `${t('contents.blobs', { count: result.report.blobs })} · ${bytes}`
      case 'saveOut': {
        const { files, leftOutCount, renamedCount } = result.report
        return [
          `${t('contents.files', { count: files })} · ${bytes}`,
          ...(leftOutCount === 0 ? [] : [t('contents.leftOut', { count: leftOutCount })]),
          ...(renamedCount === 0 ? [] : [t('contents.renamed', { count: renamedCount })]),
        ].join(' · ')
      }
      default:
        return assertNever(result)
    }
  }
  const runWords = (ran: RunReport): string => {
    const { exitCode, name } = ran
    if (exitCode === undefined) return t('run.inBackground', { name: harmless(name) })
    const meaning = t(`run.short.${exitMeaning(ran)}`, { signal: exitCode - 128 })
    return `${t('run.exitCode')} ${exitCode} · ${meaning}`
  }
  return {
    title: (job) => say(job, 'title'),
    doing: (job) => say(job, phaseOf(job) === 'waiting' ? 'waiting' : 'working'),
    cancel: (job) => t(job.kind === 'runContainer' ? 'run.stop' : 'bar.cancel'),
    progress: (job) => {
      if (job.state.type !== 'running' || job.state.progress.phase !== 'working') return ''
      const { done, total, unit } = job.state.progress
      // A container runs: there is no part of it.
      if (job.kind === 'runContainer') return ''
      if (unit === 'bytes' && total === 0) return done === 0 ? '' : formatBytes(done, i18n.language)
      if (unit === 'steps') return total === 0 ? '' : t('bar.steps', { done, count: total })
      const say = (value: number): string =>
        unit === 'bytes' ? formatBytes(value, i18n.language) : value.toLocaleString(i18n.language)
      return t('bar.progress', { done: say(done), total: say(total) })
    },
    outcome: (job) => {
      if (job.state.type === 'running') return ''
      if (wasUndone(job)) return t('ended.undone')
      const moved = transferReportOf(job)
      if (moved !== undefined) return transferWords(moved)
      const ran = runReportOf(job)
      if (ran !== undefined) return runWords(ran)
      if (job.state.type === 'succeeded' && job.state.result.type === 'build') {
        const { tags, size } = job.state.result.report
        const names = tags.length === 0 ? t('build.noTags') : tags.map((tag) => harmless(tag)).join(', ')
        return `${names} · ${formatBytes(size, i18n.language)}`
      }
      const looked = contentsResultOf(job)
      if (looked !== undefined) return contentsWords(looked)
      const cleaned = cleanupOf(job)
      if (cleaned !== undefined) return cleanupWords(cleaned)
      const report = reportOf(job)
      if (report === undefined) return ''
      const counts = reportCounts(report)
      const parts = counted
        .filter((kind) => counts[kind] > 0)
        .map((kind) => t(`count.${kind}`, { count: counts[kind] }))
      const freed =
        report.freedBytes === undefined
          ? undefined
          : t('ended.freed', { bytes: formatBytes(report.freedBytes, i18n.language) })
      return [...parts, freed].filter((part) => part !== undefined).join(' · ')
    },
  }
}
