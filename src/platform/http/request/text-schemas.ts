import { z } from 'zod'

/** Text that goes on labels, into mails and to partners: without line breaks and other control characters. */
export const oneLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Give at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'Leave out control characters')

/** Text of several lines; other control characters stay out. */
export const severalLines = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Give at most ${max} characters`)
    .regex(/^[^\p{Cc}]*(?:\r?\n[^\p{Cc}]*)*$/u, 'Leave out control characters')

/** Why something is turned down or taken back. */
export const reasonSchema = z.strictObject({ reason: severalLines(500).min(1, 'Say why') })

/** Of `12.5` 1250; text that is no number becomes one that schemas refuse. */
export function basisPointsOf(percent: string): number {
  return percent === '' ? 0 : Math.round(Number(percent.replace(',', '.').replace('%', '')) * 10_000) / 100
}
