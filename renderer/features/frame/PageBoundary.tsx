import { appError } from '@shared/errors'
import { Component, type ReactNode } from 'react'
import { ErrorState } from '../../components'

type Props = { readonly children: ReactNode }
type State = { readonly fault: Error | undefined }

/** A fault in one page leaves the frame, the jobs and the other pages alive. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { fault: undefined }

  static getDerivedStateFromError(fault: unknown): State {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) }
  }

  override render(): ReactNode {
    const { fault } = this.state
    if (fault === undefined) return this.props.children
    const detail = fault.stack ?? fault.message
    return (
      <ErrorState
        error={appError('INTERNAL', {}, { detail })}
        onRetry={() => this.setState({ fault: undefined })}
      />
    )
  }
}
