/** How fast rows are read, and how long the rest takes if they are as many as last time. */
export interface ReadingPace {
  readonly rowsPerSecond: number | null
  /** Null where nobody knows how many rows there are, or more were read than were expected. */
  readonly secondsLeft: number | null
}

/** `rows` were read in `seconds`, and `before` that many had been read by an earlier try of the same run. */
export function paceOf(read: {
  readonly rows: number
  readonly before: number
  readonly seconds: number
  readonly expectedRows: number | null
}): ReadingPace {
  const { rows, before, seconds, expectedRows } = read
  const rate = seconds > 0 ? (rows - before) / seconds : 0
  if (rate <= 0) return { rowsPerSecond: null, secondsLeft: null }
  const left = expectedRows !== null && expectedRows > rows ? Math.ceil((expectedRows - rows) / rate) : null
  return { rowsPerSecond: Math.round(rate), secondsLeft: left }
}
