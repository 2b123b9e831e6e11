import { Search } from 'lucide-react'
import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, TextField, ToggleChip, Toolbar } from '../../components'
import { askedOf, readStars } from './search.logic'
import { searchState, useSearchState } from './searchState'

/** Nothing leaves the machine until it is submitted. */
export function SearchBar({ busy }: { readonly busy: boolean }) {
  const { t } = useTranslation('search')
  const { form } = useSearchState()
  const badStars = readStars(form.minStars) === undefined
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    searchState.submit('hub')
  }
  return (
    <form onSubmit={submit} role="search">
      <Toolbar title={t('title')}>
        <div className="w-full max-w-[360px] min-w-[140px]">
          <TextField
            label={t('field')}
            labelHidden
            data-search
            autoFocus
            maxLength={255}
            placeholder={t('field')}
            value={form.query}
            onChange={(query) => searchState.change({ query })}
          />
        </div>
        <ToggleChip
          pressed={form.officialOnly}
          onChange={(officialOnly) => searchState.change({ officialOnly })}
        >
          {t('officialOnly')}
        </ToggleChip>
        <span className="text-sm whitespace-nowrap text-muted" aria-hidden>
          {t('minStars')}
        </span>
        <div className="w-[72px] shrink-0" data-tip={badStars ? t('badStars') : undefined}>
          <TextField
            label={t('minStars')}
            labelHidden
            inputMode="numeric"
            maxLength={9}
            placeholder="0"
            value={form.minStars}
            aria-invalid={badStars}
            onChange={(minStars) => searchState.change({ minStars })}
          />
        </div>
        <Button
          variant="primary"
          icon={Search}
          type="submit"
          disabled={busy || askedOf(form, 'hub') === undefined}
          tip={badStars ? t('badStars') : undefined}
        >
          {t('submit')}
        </Button>
        <div className="flex-1" />
      </Toolbar>
    </form>
  )
}
