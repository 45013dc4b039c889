import { describe, expect, it } from 'vitest'
import { createLimiter } from '../../../src/kernel/limiter.ts'

describe('the limiter', () => {
  it('lets as many tasks in as it was made for, and gives places in order of arrival', async () => {
    const limiter = createLimiter(2)
    const seen: string[] = []
    const leaving = await Promise.all([limiter.enter(), limiter.enter()])
    const tasks = ['first', 'second', 'third'].map((name) => limiter.run(async () => void seen.push(name)))
    await settled()
    expect(seen).toEqual([])
    leaving[0]()
    await Promise.all(tasks)
    expect(seen).toEqual(['first', 'second', 'third'])
    leaving[1]()
  })

  it('refuses a task for which no place came free in time and never runs it; those behind it keep their order', async () => {
    const limiter = createLimiter(1)
    const ran: string[] = []
    const task = (name: string) => async () => void ran.push(name)
    const leave = await limiter.enter()
    const late = limiter.run(task('late'), { withinMs: 20, late: () => new Error('no place in time') })
    const patience = { withinMs: 30_000, late: () => new Error('not this one') }
    const rest = ['second', 'third'].map((name) => limiter.run(task(name), patience))
    await expect(late).rejects.toThrow('no place in time')
    leave()
    await Promise.all(rest)
    expect(ran).toEqual(['second', 'third'])
  })

  it('gives the place of a task that failed to the next, and a place that is given back twice to one only', async () => {
    const limiter = createLimiter(1)
    await expect(limiter.run(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    const leave = await limiter.enter()
    leave()
    leave()
    let inside = 0
    let most = 0
    const task = async () => {
      inside += 1
      most = Math.max(most, inside)
      await settled()
      inside -= 1
    }
    await Promise.all([limiter.run(task), limiter.run(task), limiter.run(task)])
    expect(most).toBe(1)
  })

  it('a newcomer does not overtake a task that waits, at the very moment when a place comes free', async () => {
    const limiter = createLimiter(1)
    const ran: string[] = []
    const leave = await limiter.enter()
    const waits = limiter.run(async () => void ran.push('waits'))
    leave()
    const newcomer = limiter.run(async () => void ran.push('newcomer'))
    await Promise.all([waits, newcomer])
    expect(ran).toEqual(['waits', 'newcomer'])
  })
})

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
