import type { NodeDetails } from '@shared/domain/contents'
import { shortId } from '@shared/domain/digest'
import { useTranslation } from 'react-i18next'
import type { Loaded } from '../../../api'
import { Bytes, CopyButton, ErrorState, Fact, Facts, formatExact, Mono } from '../../../components'
import { fullModeText, modifiedMs } from '../files/tree.logic'

/** All that the layers say of one path. */
export function NodeFacts(props: {
  readonly details: Loaded<NodeDetails>
  readonly layer: number
  readonly onChooseLayer: (layer: number) => void
}) {
  const { t, i18n } = useTranslation('contents')
  const { data, error, retry } = props.details
  if (data === undefined)
    return error === undefined ? (
      <p className="m-0 p-3 text-muted">{t('viewer.loading')}</p>
    ) : (
      <div className="p-3">
        <ErrorState error={error} onRetry={retry} compact />
      </div>
    )
  const { row, digest, versions, linkedFrom } = data
  const ms = modifiedMs(row.modified)
  return (
    <div className="flex flex-col gap-3 p-3">
      <Facts>
        <Fact label={t('viewer.kind')}>{t(`kind.${row.kind}`)}</Fact>
        {row.target === undefined ? null : (
          <Fact label={t('viewer.target')}>
            <Mono>{row.target}</Mono>
          </Fact>
        )}
        <Fact label={t('tree.size')}>
          <Bytes value={row.bytes} />
        </Fact>
        <Fact label={t('tree.mode')}>
          <Mono>{`${fullModeText(row.mode, row.kind)} (${(row.mode & 0o7777).toString(8).padStart(4, '0')})`}</Mono>
        </Fact>
        <Fact label={t('tree.owner')}>
          {row.uid}:{row.gid}
        </Fact>
        <Fact label={t('viewer.modified')}>
          {ms === undefined ? t('tree.noDate') : formatExact(ms, i18n.language)}
        </Fact>
        {digest === undefined ? null : (
          <Fact label={t('viewer.digest')}>
            <span className="flex items-start gap-0.5 [&>code]:py-0.5">
              <Mono>{digest}</Mono>
              <CopyButton text={digest} label={t('viewer.copyDigest')} />
            </span>
          </Fact>
        )}
        {linkedFrom.length === 0 ? null : (
          <Fact label={t('viewer.linkedFrom')}>
            <ul className="m-0 max-h-28 list-none overflow-auto p-0">
              {linkedFrom.slice(0, 500).map((path) => (
                <li key={path}>
                  <Mono>{path}</Mono>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </Facts>
      <Versions versions={versions} layer={props.layer} onChooseLayer={props.onChooseLayer} />
    </div>
  )
}

function Versions(props: {
  readonly versions: NodeDetails['versions']
  readonly layer: number
  readonly onChooseLayer: (layer: number) => void
}) {
  const { t } = useTranslation('contents')
  const { versions } = props
  return (
    <section aria-label={t('viewer.versions')}>
      <h3 className="m-0 mb-1 font-semibold">{t('viewer.versions')}</h3>
      <ul className="m-0 list-none p-0">
        {versions.slice(0, 500).map((version) => (
          <li key={version.layer} className="flex min-h-7 flex-wrap items-center gap-x-3 text-sm">
            <button
              type="button"
              onClick={() => props.onChooseLayer(version.layer)}
              className="rounded-sm text-accent hover:underline"
            >
              {t('viewer.inLayer', { number: version.layer + 1 })}
            </button>
            {version.kind === 'removed' ? (
              <span className="text-danger">{t('viewer.removedHere')}</span>
            ) : (
              <>
                <Bytes value={version.bytes} />
                <Mono muted>{fullModeText(version.mode, version.kind)}</Mono>
                <span className="text-muted">
                  {version.uid}:{version.gid}
                </span>
                {version.digest === undefined ? null : <Mono muted>{shortId(version.digest)}</Mono>}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
