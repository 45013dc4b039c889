import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canRetry,
  type MediaJobAction,
  nextState,
  transitions,
} from '../../../../src/domains/fulfilment/production/job-state.ts'
import type { MediaJobState } from '../../../../src/domains/fulfilment/production/tables.ts'

const siteActions: readonly MediaJobAction[] = ['stage', 'image', 'submit', 'run', 'finish', 'fail']
const order: readonly MediaJobState[] = ['released', 'staged', 'imaged', 'submitted', 'running']

function play(from: MediaJobState, actions: readonly MediaJobAction[]): MediaJobState {
  return actions.reduce((state, action) => nextState(state, action) ?? state, from)
}

describe('the states of a media job', () => {
  it('reports in any order, repeated at will, never move a job backwards', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...siteActions)), (actions) => {
        let state: MediaJobState = 'released'
        for (const action of actions) {
          const next: MediaJobState = nextState(state, action) ?? state
          if (order.includes(state) && order.includes(next))
            expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(state))
          state = next
        }
      }),
    )
  })

  it('the first end that is reported is final, whatever comes before or after it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...siteActions)), (actions) => {
        const end = actions.find((action) => action === 'finish' || action === 'fail')
        const state = play('released', actions)
        if (end === undefined) expect(order).toContain(state)
        else expect(state).toBe(end === 'finish' ? 'made' : 'failed')
      }),
    )
  })

  it('a later step implies the earlier ones', () => {
    expect(nextState('released', 'run')).toBe('running')
    expect(play('released', ['submit', 'stage', 'image'])).toBe('submitted')
  })

  it('a site cannot move a job that was not released to it', () => {
    for (const action of siteActions) expect(nextState('queued', action)).toBeNull()
  })

  it('made, failed and cancelled have no way out, and an expired job may still tell how it ended', () => {
    for (const state of ['made', 'failed', 'cancelled'] as const) expect(transitions[state]).toEqual({})
    expect(nextState('expired', 'finish')).toBe('made')
    expect(nextState('expired', 'run')).toBeNull()
  })

  it('a job that was sent to the device is never re-routed, and only such a job expires', () => {
    for (const state of ['submitted', 'running'] as const) {
      expect(nextState(state, 'reroute')).toBeNull()
      expect(nextState(state, 'expire')).toBe('expired')
    }
    for (const state of ['released', 'staged', 'imaged'] as const) {
      expect(nextState(state, 'reroute')).toBe('released')
      expect(nextState(state, 'expire')).toBeNull()
    }
  })

  it('only what ended badly is made again', () => {
    const states = Object.keys(transitions) as MediaJobState[]
    expect(states.filter(canRetry).sort()).toEqual(['cancelled', 'expired', 'failed'])
  })
})
