import { expect, it } from 'vitest'
import { paceOf } from '../../../../src/domains/entitlements/sync/index.ts'

it.each([
  ['half of what is expected in ten seconds', { rows: 500, before: 0, seconds: 10, expectedRows: 1000 }, [50, 10]],
  ['what an earlier try had read says nothing', { rows: 900, before: 800, seconds: 10, expectedRows: 1000 }, [10, 10]],
  ['more than was expected', { rows: 1001, before: 0, seconds: 10, expectedRows: 1000 }, [100, null]],
  ['nobody knows how many', { rows: 10, before: 0, seconds: 1, expectedRows: null }, [10, null]],
  ['nothing read yet', { rows: 0, before: 0, seconds: 5, expectedRows: 10 }, [null, null]],
  ['no time has passed', { rows: 5, before: 0, seconds: 0, expectedRows: 10 }, [null, null]],
])('rate and remaining time of a reading are never guessed: %s', (_, read, [rowsPerSecond, secondsLeft]) => {
  expect(paceOf(read)).toEqual({ rowsPerSecond, secondsLeft })
})
