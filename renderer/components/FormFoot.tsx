import { Button } from './Button'

/** The foot of a dialog with a form: leave it, or do the one thing that it is for. `form`: the id of the form. */
export function FormFoot(props: {
  readonly form: string
  readonly cancel: string
  readonly submit: string
  readonly ready: boolean
  /** Why it can't be done, where that is not in the form. */
  readonly tip?: string | undefined
  readonly danger?: boolean
  readonly onCancel: () => void
}) {
  return (
    <>
      <Button onClick={props.onCancel} data-safe>
        {props.cancel}
      </Button>
      <Button
        variant={props.danger === true ? 'danger' : 'primary'}
        type="submit"
        form={props.form}
        disabled={!props.ready}
        tip={props.tip}
      >
        {props.submit}
      </Button>
    </>
  )
}
