/** `SO-2026-000123`: the store's prefix, the year of placement and a running number, as people read it out. */
export function orderNumberOf(prefix: string, year: number, running: string): string {
  return `${prefix}-${year}-${running.padStart(6, '0')}`
}

/** Whether a number on the platform has the shape of ours; vendors' older systems number their orders in ways of their own. */
export function isOrderNumber(prefix: string, text: string): boolean {
  return text.startsWith(`${prefix}-`) && /^\d{4}-\d{6,}$/.test(text.slice(prefix.length + 1))
}
