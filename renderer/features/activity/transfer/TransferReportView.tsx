import { assertNever } from '@shared/assertNever'
import { shortId } from '@shared/domain/digest'
import type { PullReport, PushedTag, PushReport, TransferView } from '@shared/domain/transfer'
import { useTranslation } from 'react-i18next'
import { Bytes, CopyButton, Fact, Facts, Mono } from '../../../components'
import { Loaded, Saved } from './FileReports'
import type { TransferReport } from './transfer.logic'

/** The end state, as it was checked. */
export function TransferReportView({ report }: { readonly report: TransferReport }) {
  return (
    <div className="min-h-0 flex-1 overflow-auto px-3 py-2" data-selectable>
      <Report report={report} />
    </div>
  )
}

function Report({ report }: { readonly report: TransferReport }) {
  switch (report.type) {
    case 'pull':
      return <Pulled report={report.report} />
    case 'push':
      return <Pushed report={report.report} />
    case 'save':
      return <Saved report={report.report} />
    case 'load':
      return <Loaded report={report.report} />
    default:
      return assertNever(report)
  }
}

function Copyable({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className="flex min-w-0 items-start gap-1">
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <Mono>{text}</Mono>
      </span>
      <CopyButton text={text} label={label} />
    </span>
  )
}

function Layers({
  counts,
  where,
}: {
  readonly counts: TransferView['counts']
  readonly where: 'Here' | 'There'
}) {
  const { t } = useTranslation('activity')
  return <>{t(`transfer.exists${where}`, { exists: counts.exists, count: counts.total })}</>
}

function Pulled({ report }: { readonly report: PullReport }) {
  const { t } = useTranslation('activity')
  const { canonical, digest, imageId, status, size, layers } = report
  return (
    <Facts>
      <Fact label={t('report.status')}>{t(`report.pull.${status}`)}</Fact>
      <Fact label={t('report.name')}>
        <Mono>{canonical}</Mono>
      </Fact>
      {digest === undefined ? null : (
        <Fact label={t('report.digest')}>
          <Copyable text={digest} label={t('report.copyDigest')} />
        </Fact>
      )}
      <Fact label={t('report.image')}>
        <Mono>{shortId(imageId)}</Mono>
      </Fact>
      <Fact label={t('report.size')}>
        <Bytes value={size} />
      </Fact>
      {layers.total === 0 ? null : (
        <Fact label={t('report.layers')}>
          <Layers counts={layers} where="Here" />
        </Fact>
      )}
    </Facts>
  )
}

function Pushed({ report }: { readonly report: PushReport }) {
  const { t } = useTranslation('activity')
  const { pushed, missing, made } = report
  return (
    <div className="flex flex-col gap-3">
      {pushed.map((tag) => (
        <PushedOne key={tag.reference} tag={tag} />
      ))}
      {missing.length === 0 && made.length === 0 ? null : (
        <Facts>
          {missing.length === 0 ? null : (
            <Fact label={t('report.missing')}>
              <Names names={missing} />
            </Fact>
          )}
          {made.length === 0 ? null : (
            <Fact label={t('report.made')}>
              <Names names={made} />
            </Fact>
          )}
        </Facts>
      )}
    </div>
  )
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <>
      {names.map((name) => (
        <div key={name}>
          <Mono>{name}</Mono>
        </div>
      ))}
    </>
  )
}

function PushedOne({ tag }: { readonly tag: PushedTag }) {
  const { t } = useTranslation('activity')
  const { reference, digest, size, layers } = tag
  return (
    <Facts>
      <Fact label={t('report.pushed')}>
        <Mono>{reference}</Mono>
      </Fact>
      <Fact label={t('report.digest')}>
        <Copyable text={digest} label={t('report.copyDigest')} />
      </Fact>
      {size === undefined ? null : (
        <Fact label={t('report.manifest')}>
          <Bytes value={size} />
        </Fact>
      )}
      <Fact label={t('report.layers')}>
        <Layers counts={layers} where="There" />
      </Fact>
    </Facts>
  )
}
