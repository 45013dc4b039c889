import type { XmlTree } from './xml.ts'

// The vendor's limits for hosted systems.
export const maxBatchSize = 2000
export const maxRecords = 25

/** A business refusal: HTTP 200 with status FAILURE, no items. */
export class Refused extends Error {}

export const success: XmlTree = { statusInfo: { status: 'SUCCESS' } }

export function failure(reason: string): XmlTree {
  return { statusInfo: { status: 'FAILURE', reason } }
}

/** One page of the rows. @throws {Refused} when the batch is too big or the numbers make no page */
export function pageOf<Row>(
  rows: readonly Row[],
  asked: { readonly pageNumber?: number | undefined; readonly batchSize: number },
): readonly Row[] {
  const { pageNumber = 1, batchSize } = asked
  if (batchSize > maxBatchSize) throw new Refused(`batchSize must not be greater than ${maxBatchSize}`)
  if (batchSize < 1) throw new Refused('batchSize must be at least 1')
  if (pageNumber < 1) throw new Refused('pageNumber starts at 1')
  return rows.slice((pageNumber - 1) * batchSize, pageNumber * batchSize)
}

/** `responseData` with its items, or nothing at all when there are none, as the platform does. */
export function responseData(name: string, items: readonly XmlTree[]): XmlTree {
  return items.length === 0 ? success : { ...success, responseData: { [name]: items } }
}

export function refuseTooMany(records: readonly unknown[]): void {
  if (records.length > maxRecords) throw new Refused(`A request must not carry more than ${maxRecords} records`)
}

export interface Outcome {
  readonly failed: readonly XmlTree[]
  readonly done: readonly XmlTree[]
}

/** The envelope of a write: SUCCESS, PARTIAL_FAILURE or FAILURE by what went through. */
export function writeAnswer(outcome: Outcome, names: { failed: string; failedList?: string; done?: string }): XmlTree {
  const { failed, done } = outcome
  const status = failed.length === 0 ? 'SUCCESS' : done.length === 0 ? 'FAILURE' : 'PARTIAL_FAILURE'
  const reason = failed[0]?.['reason']
  return {
    statusInfo: { status, reason },
    [names.failedList ?? 'failedData']: failed.length > 0 ? { [names.failed]: failed } : undefined,
    responseData: names.done !== undefined && done.length > 0 ? { [names.done]: done } : undefined,
  }
}
