import { z } from 'zod'
import type {
  Attributes,
  AttributeValue,
  NewEntitlement,
  NewEntitlementLine,
  NewMaintenanceLine,
  PlatformWriter,
} from '../../../domains/entitlements/rights/port.ts'
import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import type { Element } from './protocol/envelope.ts'
import { partner } from './protocol/failures.ts'
import type { Transport } from './protocol/transport.ts'
import type { Lines } from './reads/lines.ts'
import { identifiedBy, productIdentifier } from './reads/questions.ts'
import { endCustomerTier, partnerTier } from './reads/tiers.ts'

type Sales = Pick<PlatformWriter, 'createEntitlement' | 'addLines' | 'setParentLine' | 'emailEntitlement'>

/**
 * Writes of EntitlementOrderService v4. Each is sent once; without `opType` a create is plain, and refuses an id that
 * exists.
 */
export function createSales(transport: Transport, existing: Pick<Lines, 'exists'>): Sales {
  return {
    createEntitlement: async (entitlement) => {
      for (const id of idsOf(entitlement)) requireUsableId(id)
      await transport.call({
        service: 'entitlementOrder',
        effect: 'write',
        request: ['createSimpleEntitlementRequest', [simpleEntitlement(entitlement)]],
        response: 'createSimpleEntitlementResponse',
        schema: z.unknown(),
      })
    },

    addLines: async (entitlementId, lines, maintenanceLines) => {
      for (const { activationId } of [...lines, ...maintenanceLines]) requireUsableId(activationId)
      // The platform may replace a line whose activation id exists, where the port promises a refusal.
      for (const { activationId } of lines) await refuseExisting(existing, activationId, 'line')
      for (const { activationId } of maintenanceLines) await refuseExisting(existing, activationId, 'maintenanceLine')
      await transport.call({
        service: 'entitlementOrder',
        effect: 'write',
        request: [
          'createEntitlementLineItemRequest',
          [
            [
              'lineItem',
              [
                identifiedBy('entitlementIdentifier', 'entitlementId', entitlementId),
                ...lines.map(lineItems),
                ...maintenanceLines.map(maintenanceLineItems),
                ['autoDeploy', 'true'],
              ],
            ],
          ],
        ],
        response: 'createEntitlementLineItemResponse',
        schema: z.unknown(),
      })
    },

    setParentLine: async ({ entitlementId, activationId, parentActivationId }) => {
      // A create has no element for it; the update of a line does.
      await transport.call({
        service: 'entitlementOrder',
        effect: 'write',
        request: [
          'updateEntitlementLineItemRequest',
          [
            [
              'lineItemData',
              [
                identifiedBy('entitlementIdentifier', 'entitlementId', entitlementId),
                [
                  'lineItemData',
                  [
                    identifiedBy('lineItemIdentifier', 'activationId', activationId),
                    identifiedBy('parentLineItem', 'activationId', parentActivationId),
                  ],
                ],
              ],
            ],
          ],
        ],
        response: 'updateEntitlementLineItemResponse',
        schema: z.unknown(),
      })
    },

    emailEntitlement: async ({ entitlementId, to, locale }) => {
      await transport.call({
        service: 'entitlementOrder',
        effect: 'write',
        request: [
          'emailEntitlementRequest',
          [
            identifiedBy('entitlementIdentifier', 'entitlementId', entitlementId),
            ['ignoreExistingEmailList', 'true'],
            ['validateEmailAddresses', 'true'],
            ['emailIdList', [['emailId', to]]],
            // Java's way of writing it, `en_US`.
            ['locale', locale.replaceAll('-', '_')],
          ],
        ],
        response: 'emailEntitlementResponse',
        schema: z.unknown(),
      })
    },
  }
}

function simpleEntitlement(entitlement: NewEntitlement): Element {
  return [
    'simpleEntitlement',
    [
      ownId('entitlementId', entitlement.entitlementId),
      ['description', entitlement.description],
      entitlement.shipToEmail === null ? null : ['shipToEmail', entitlement.shipToEmail],
      ...entitlement.lines.map(lineItems),
      ...entitlement.maintenanceLines.map(maintenanceLineItems),
      // Inside the entitlement; beside it, it is a schema error.
      ['autoDeploy', 'true'],
      [
        'channelPartners',
        [
          [
            'channelPartner',
            [
              ['tierName', endCustomerTier],
              identifiedBy('accountUnit', 'id', entitlement.endCustomerAccountId),
              entitlement.contactUserName === null ? null : ['contact', [['userName', entitlement.contactUserName]]],
              ['currentOwner', 'true'],
            ],
          ],
          entitlement.partnerAccountId === null
            ? null
            : [
                'channelPartner',
                [
                  ['tierName', partnerTier],
                  identifiedBy('accountUnit', 'id', entitlement.partnerAccountId),
                  ['currentOwner', 'false'],
                ],
              ],
        ],
      ],
      attributesAs('entitlementAttributes', entitlement.attributes),
    ],
  ]
}

function lineItems(line: NewEntitlementLine): Element {
  return [
    'lineItems',
    [
      ownId('activationId', line.activationId),
      identifiedBy('partNumber', 'partId', line.partNumber),
      line.licenseModel === undefined ? null : identifiedBy('licenseModel', 'name', line.licenseModel),
      attributesAs('licenseModelAttributes', line.licenseModelAttributes),
      ['orderId', line.orderId],
      ['orderLineNumber', line.orderLineNumber],
      ['numberOfCopies', String(line.quantity)],
      ['startDate', line.startDate],
      ['isPermanent', String(line.expirationDate === null)],
      line.expirationDate === null ? null : ['expirationDate', line.expirationDate],
      attributesAs('lineItemAttributes', line.lineAttributes),
    ],
  ]
}

function maintenanceLineItems(line: NewMaintenanceLine): Element {
  return [
    'maintenanceLineItems',
    [
      ownId('activationId', line.activationId),
      productIdentifier('maintenanceProduct', line.product),
      identifiedBy('partNumber', 'partId', line.partNumber),
      ['orderId', line.orderId],
      ['orderLineNumber', line.orderLineNumber],
      ['startDate', line.startDate],
      ['expirationDate', line.expirationDate],
      ['isPermanent', 'false'],
      ...line.coversActivationIds.map((id) => identifiedBy('associatedLineItems', 'activationId', id)),
      attributesAs('maintenanceLineItemAttributes', line.lineAttributes),
    ],
  ]
}

/** Attributes in the order of their names' giving, each as the kind that its value has. */
function attributesAs(name: string, attributes: Attributes | undefined): Element | null {
  if (attributes === undefined) return null
  return [
    name,
    Object.entries(attributes).map(([key, value]) => ['attribute', [['attributeName', key], typedValue(value)]]),
  ]
}

function typedValue(value: AttributeValue): Element {
  if (typeof value === 'string') return ['stringValue', value]
  if (typeof value === 'boolean') return ['booleanValue', String(value)]
  return typeof value === 'number' ? ['integerValue', String(value)] : ['dateValue', value.date]
}

function ownId(name: string, id: string): Element {
  return [
    name,
    [
      ['id', id],
      ['autoGenerate', 'false'],
    ],
  ]
}

function idsOf(entitlement: NewEntitlement): string[] {
  const lines = [...entitlement.lines, ...entitlement.maintenanceLines]
  return [entitlement.entitlementId, ...lines.map(({ activationId }) => activationId)]
}

// The platform bans many characters, and not the same ones in each of its faces; these are allowed by all.
function requireUsableId(id: string): void {
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(id))
    throw new PartnerFailure(partner, 'final', `${JSON.stringify(id.slice(0, 80))} cannot be an id on the platform`)
}

async function refuseExisting(
  existing: Pick<Lines, 'exists'>,
  activationId: string,
  kind: 'line' | 'maintenanceLine',
): Promise<void> {
  if (await existing.exists(activationId, kind))
    throw new PartnerFailure(partner, 'final', `The activation id ${activationId} already exists`)
}
