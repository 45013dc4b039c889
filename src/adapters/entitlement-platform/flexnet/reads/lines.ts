import type { z } from 'zod'
import type {
  Page,
  PlatformEntitlementLine,
  PlatformMaintenanceLine,
  PlatformReader,
} from '../../../../domains/entitlements/rights/port.ts'
import { PartnerFailure } from '../../../../kernel/partner-failure.ts'
import type { Warnings } from '../options.ts'
import type { Element } from '../protocol/envelope.ts'
import { partner } from '../protocol/failures.ts'
import type { Transport } from '../protocol/transport.ts'
import { lineOf, linesSchema, maintenanceLinesSchema } from './line-answers.ts'
import { markedPage, pageOfRows } from './pages.ts'
import { equals, modifiedAfterInstant, switchedOn } from './questions.ts'

export interface Lines extends Pick<PlatformReader, 'entitlementLines' | 'maintenanceLines' | 'linesOfOrder'> {
  /** Whether a line or maintenance line with this activation id exists. */
  exists(activationId: string, kind: 'line' | 'maintenanceLine'): Promise<boolean>
}

type Params = readonly (Element | null)[]

/** Entitlement lines and maintenance lines, of EntitlementOrderService v4. */
export function createLines(
  transport: Transport,
  options: { readonly pageSize: number; readonly log: Warnings },
): Lines {
  const { pageSize, log } = options

  const lineQuestion = (before: Params, after: Params, page: number) =>
    ({
      service: 'entitlementOrder',
      effect: 'read',
      request: [
        'searchEntitlementLineItemPropertiesRequest',
        [
          ['queryParams', [...before, ['activatableItemType', 'LINEITEM'], ...after]],
          ['entitlementLineItemResponseConfig', switchedOn(lineFields)],
          ['batchSize', String(pageSize)],
          ['pageNumber', String(page)],
        ],
      ],
      response: 'searchEntitlementLineItemPropertiesResponse',
      schema: linesSchema,
    }) as const

  function linePageOf({ entitlementLineItem: found }: z.infer<typeof linesSchema>) {
    const lines = found.items.flatMap((line) => lineOf(line) ?? [])
    const ownerless = found.items.length - lines.length
    if (ownerless > 0) log.warn({ lines: ownerless }, 'platform lines without an owner')
    return pageOfRows({ ...found, items: lines }, pageSize)
  }

  async function linePage(before: Params, page: number) {
    return whole(linePageOf(await transport.call(lineQuestion(before, [], page))))
  }

  const maintenanceQuestion = (params: Params, page: number) =>
    ({
      service: 'entitlementOrder',
      effect: 'read',
      request: [
        'searchEntitlementMaintenanceLineItemPropertiesRequest',
        [
          ['queryParams', params],
          ['entitlementMaintenanceLineItemResponseConfig', switchedOn(maintenanceFields)],
          ['batchSize', String(pageSize)],
          ['pageNumber', String(page)],
        ],
      ],
      response: 'searchEntitlementMaintenanceLineItemPropertiesResponse',
      schema: maintenanceLinesSchema,
    }) as const

  function maintenancePageOf({ entitlementMaintenanceLineItem: found }: z.infer<typeof maintenanceLinesSchema>) {
    return pageOfRows(found, pageSize)
  }

  async function maintenancePage(params: Params, page: number) {
    return whole(maintenancePageOf(await transport.call(maintenanceQuestion(params, page))))
  }

  return {
    entitlementLines: (query) => {
      const question = lineQuestion([], [modifiedAfterInstant('lastModifiedDateTime', query)], query.page)
      return markedPage(transport, question, query, linePageOf)
    },

    maintenanceLines: (query) => {
      const question = maintenanceQuestion([modifiedAfterInstant('lastModifiedDateTime', query)], query.page)
      return markedPage(transport, question, query, maintenancePageOf)
    },

    linesOfOrder: async (orderId) => {
      const byOrder = [equals('orderId', orderId)]
      const [lines, maintenanceLines] = await Promise.all([
        everyPage<PlatformEntitlementLine>((page) => linePage(byOrder, page)),
        everyPage<PlatformMaintenanceLine>((page) => maintenancePage(byOrder, page)),
      ])
      return { lines, maintenanceLines }
    },

    exists: async (activationId, kind) => {
      const byId = [equals('activationId', activationId)]
      const { items } = kind === 'line' ? await linePage(byId, 1) : await maintenancePage(byId, 1)
      return items.length > 0
    },
  }
}

/** Whoever asks for single lines must not take one that cannot be read for one that is not there. */
function whole<Item>(page: Page<Item>): Page<Item> {
  const [odd] = page.odd ?? []
  if (odd) throw new PartnerFailure(partner, 'final', `a line that was asked for cannot be read: ${odd.place}`)
  return page
}

/** Reads until a page is short. Pages may shift meanwhile, so an item seen before is dropped, and news must come. */
async function everyPage<Item extends { readonly activationId: string }>(
  read: (page: number) => Promise<{ readonly items: readonly Item[]; readonly hasMore: boolean }>,
): Promise<Item[]> {
  const found = new Map<string, Item>()
  for (let page = 1; ; page += 1) {
    const before = found.size
    const { items, hasMore } = await read(page)
    for (const item of items) found.set(item.activationId, item)
    if (!hasMore || found.size === before) return [...found.values()]
  }
}

// In the order of the schema. Each field costs the platform time, so no more than the port needs.
const lineFields = [
  'activationId',
  'state',
  'orderId',
  'orderLineNumber',
  'entitlementId',
  'soldTo',
  'entitlementState',
  'product',
  'partNumber',
  'lineItemSupportAction',
  'parentLineItem',
  'startDate',
  'isPermanent',
  'expirationDate',
  'numberOfCopies',
  'numberOfRemainingCopies',
  'lastModifiedDateTime',
  'transferredFromLineItem',
  'splitFromLineItem',
]

const maintenanceFields = [
  'activationId',
  'state',
  'orderId',
  'orderLineNumber',
  'entitlementId',
  'maintenanceProduct',
  'maintenancePartNumber',
  'startDate',
  'isPermanent',
  'expirationDate',
  'lastModifiedDateTime',
  'linkedEntitlementLineItem',
]
