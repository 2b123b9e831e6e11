import { describe, expect, it } from 'vitest'
import { touchesOf } from '../../../main/images/eventTouches'
import type { EngineEvent } from '../../../main/ports/engineClient'
import { imageId } from '../../builders/imageRow'

const [old, next] = [imageId(1), imageId(2)]
const context = { silentCreates: false }

function image(action: string, id: string, reference?: string): EngineEvent {
  return { type: 'image', action, imageId: id, time: 0, ...(reference === undefined ? {} : { reference }) }
}

describe('an image that came and lost its name within one look', () => {
  it('makes the whole list asked for where the engine tells no name: another image may have lost it', () => {
    const events = [image('load', old), image('load', next), image('untag', next), image('delete', next)]
    const touches = touchesOf(events, context)
    expect(touches.wholeList).toBe(true)
    expect([...touches.images]).toEqual([
      [old, 'changed'],
      [next, 'deleted'],
    ])
  })

  it('names the loser by the name, where the engine tells it', () => {
    const events = [
      image('load', next),
      image('untag', next, 'docker.io/library/app:1'),
      image('delete', next),
    ]
    const touches = touchesOf(events, context)
    expect(touches.wholeList).toBe(false)
    expect([...touches.given]).toEqual([['docker.io/library/app:1', next]])
  })

  it('asks for no list when an older image goes', () => {
    expect(touchesOf([image('untag', old), image('delete', old)], context).wholeList).toBe(false)
  })
})
