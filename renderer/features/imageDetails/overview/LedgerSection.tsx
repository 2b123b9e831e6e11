import type { ImageDetails } from '@shared/domain/imageDetails'
import type { LedgerGap, LedgerView } from '@shared/domain/ledger'
import { useTranslation } from 'react-i18next'
import { Fact, Facts, formatMoment, RelativeTime, Untrusted, visibleText } from '../../../components'
import { Remark, Section } from './Section'

/** The image's past on this engine, and what is not known of it. */
export function LedgerSection({ details }: { readonly details: ImageDetails }) {
  const { t } = useTranslation('details')
  const { ledger } = details
  if (ledger === undefined) return null
  const running = details.containers.some((container) => container.running)
  return (
    <Section title={t('section.ledger')}>
      <Facts>
        <Fact label={t('ledger.lastUsed')}>
          {running ? t('ledger.now') : <LastUse ledger={ledger} />}
          {running ? null : <Doubts ledger={ledger} />}
        </Fact>
        <Fact label={t('ledger.firstSeen')}>
          <RelativeTime ms={ledger.firstSeen} />
        </Fact>
        <Fact label={t('ledger.came')}>
          <Came ledger={ledger} />
        </Fact>
      </Facts>
    </Section>
  )
}

function LastUse({ ledger: { lastUse } }: { readonly ledger: LedgerView }) {
  const { t } = useTranslation('details')
  if (lastUse === undefined) return <span className="text-muted">{t('ledger.none')}</span>
  return (
    <>
      <RelativeTime ms={lastUse.at} />
      <Remark>
        {t(`ledger.use.${lastUse.how}`, {
          container:
            lastUse.container === undefined ? t('ledger.someContainer') : visibleText(lastUse.container),
        })}
      </Remark>
    </>
  )
}

/** Since when it is unused for certain, and the times of which nothing is known. */
function Doubts({ ledger }: { readonly ledger: LedgerView }) {
  const { t, i18n } = useTranslation('details')
  const { gaps, gapsTotal, unusedSince } = ledger
  const at = (ms: number): string => formatMoment(ms, i18n.language)
  const words = ({ from, to }: LedgerGap): string =>
    from === undefined
      ? t('ledger.gapBefore', { to: at(to) })
      : t('ledger.gap', { from: at(from), to: at(to) })
  return (
    <>
      {gaps.map((gap) => (
        <Remark key={gap.to}>{words(gap)}</Remark>
      ))}
      {gapsTotal > gaps.length ? (
        <Remark>{t('ledger.moreGaps', { count: gapsTotal - gaps.length })}</Remark>
      ) : null}
      {unusedSince === undefined ? null : (
        <Remark>{t('ledger.unusedSince', { since: at(unusedSince) })}</Remark>
      )}
    </>
  )
}

function Came({ ledger: { came } }: { readonly ledger: LedgerView }) {
  const { t } = useTranslation('details')
  if (came === undefined) return <span className="text-muted">{t('ledger.by.unknown')}</span>
  return (
    <>
      {t(`ledger.by.${came.by}`)} <RelativeTime ms={came.at} />
      {came.reference === undefined ? null : (
        <Remark>
          {t('ledger.as')} <Untrusted text={came.reference} />
        </Remark>
      )}
    </>
  )
}
