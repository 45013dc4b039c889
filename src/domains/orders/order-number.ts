/** `SO-2026-000123`: the year of placement and a running number, as people read it out. */
export function orderNumberOf(year: number, running: string): string {
  return `SO-${year}-${running.padStart(6, '0')}`
}

/** Whether a number on the platform has the shape of ours; vendors' older systems number their orders in ways of their own. */
export function isOrderNumber(text: string): boolean {
  return /^SO-\d{4}-\d{6,}$/.test(text)
}
