import { Refused, success } from '../soap/answers.ts'
import { simpleQuery, textMatches } from '../soap/queries.ts'
import { operation } from '../soap/service.ts'
import { one, optional, sequence, text } from '../soap/types.ts'
import type { XmlTree } from '../soap/xml.ts'
import type { LicenseModel, World } from '../world/world.ts'

const modelIdentifier = sequence({
  uniqueId: optional(text),
  primaryKeys: optional(sequence({ name: one(text) })),
})

/** Models that part numbers name ask nothing of a line; those of the tenant's own ask for their attributes. */
export function licenseModelsOf(world: World): readonly LicenseModel[] {
  const own = world.demands.get('tenant')?.licenseModels ?? []
  const named = new Set(
    world.products.values().flatMap(({ parts }) => parts.flatMap((part) => part.licenseModel ?? [])),
  )
  for (const { name } of own) named.delete(name)
  return [...[...named].map((name) => ({ name, attributes: [] })), ...own]
}

export function modelTree(name: string): XmlTree {
  return { uniqueId: `model-${name}`, primaryKeys: { name } }
}

/** `getLicenseModelIdentifiers` of ProductPackagingService. */
export function licenseModelIdentifiers(world: World) {
  return operation({
    name: 'getLicenseModelIdentifiers',
    request: 'getModelIdentifiersRequest',
    type: sequence({ queryParams: optional(sequence({ name: optional(simpleQuery) })) }),
    run: (asked) => ({
      ...success,
      responseData: {
        licenseModel: licenseModelsOf(world)
          .filter(({ name }) => textMatches(asked.queryParams?.name, name))
          .map(({ name }) => ({ licenseModelIdentifier: modelTree(name) })),
      },
    }),
  })
}

/** `getEntitlementAttributesFromModel` of EntitlementOrderService. */
export function attributesFromModel(world: World) {
  return operation({
    name: 'getEntitlementAttributesFromModel',
    request: 'getEntitlementAttributesRequest',
    type: sequence({ licenseModelIdentifier: one(modelIdentifier) }),
    run(asked) {
      const wanted = asked.licenseModelIdentifier.primaryKeys?.name
      const model = licenseModelsOf(world).find(({ name }) => name === wanted)
      if (!model) throw new Refused(`There is no license model ${wanted ?? ''}`)
      const attribute = model.attributes.map(({ name, values }) => ({
        attributeName: name,
        attributeDataType: 'TEXT',
        namespace: 'license',
        validValues: values.length === 0 ? undefined : { value: values },
      }))
      return { ...success, entitlementAttributes: { attribute }, needTimeZone: false }
    },
  })
}
