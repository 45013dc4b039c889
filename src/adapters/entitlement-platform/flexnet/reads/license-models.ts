import { z } from 'zod'
import type { PlatformReader } from '../../../../domains/entitlements/rights/port.ts'
import type { Transport } from '../protocol/transport.ts'
import { listIn, requiredIdentifier } from './answers.ts'

type LicenseModels = Pick<PlatformReader, 'attributesOfModel'>

/** Which license models the platform has, of ProductPackagingService, and what they ask of a line, of EntitlementOrderService. */
export function createLicenseModels(transport: Transport): LicenseModels {
  async function has(name: string): Promise<boolean> {
    const { responseData } = await transport.call({
      service: 'productPackaging',
      effect: 'read',
      request: [
        'getModelIdentifiersRequest',
        [
          [
            'queryParams',
            [
              [
                'name',
                [
                  ['value', name],
                  ['searchType', 'EQUALS'],
                ],
              ],
            ],
          ],
        ],
      ],
      response: 'getModelIdentifiersResponse',
      schema: z.object({
        responseData: listIn('licenseModel', z.object({ licenseModelIdentifier: requiredIdentifier })),
      }),
    })
    return responseData.some(({ licenseModelIdentifier: found }) => found === name)
  }

  return {
    attributesOfModel: async (name) => {
      if (!(await has(name))) return 'unknown model'
      const { entitlementAttributes } = await transport.call({
        service: 'entitlementOrder',
        effect: 'read',
        request: ['getEntitlementAttributesRequest', [['licenseModelIdentifier', [['primaryKeys', [['name', name]]]]]]],
        response: 'getEntitlementAttributesResponse',
        schema: z.object({ entitlementAttributes: listIn('attribute', attributeSchema) }),
      })
      return entitlementAttributes.map(({ attributeName, validValues }) => ({
        name: attributeName,
        values: validValues,
      }))
    },
  }
}

// The published excerpt does not show the elements inside `validValues`, so this reads its texts at every depth.
const attributeSchema = z.object({
  attributeName: z.string().min(1),
  validValues: z.unknown().optional().transform(textsIn),
})

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}
