import { pageOf, Refused, responseData, success } from '../soap/answers.ts'
import {
  anyTextMatches,
  attributeQuery,
  attributesMatch,
  dateMatches,
  dateQuery,
  simpleQuery,
  stateQuery,
  textMatches,
} from '../soap/queries.ts'
import { operation, type Service } from '../soap/service.ts'
import { boolean, integer, one, optional, sequence, text } from '../soap/types.ts'
import type { XmlTree } from '../soap/xml.ts'
import { type Attributes, keyOf, type Product, type ProductKey } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import { licenseModelIdentifiers, modelTree } from './license-models.ts'

const afterName = {
  version: optional(simpleQuery),
  description: optional(simpleQuery),
  partNumber: optional(simpleQuery),
  state: optional(stateQuery),
  creationDate: optional(dateQuery),
  lastModifiedDate: optional(dateQuery),
}
const technical = {
  licenseTechnology: optional(simpleQuery),
  hostType: optional(simpleQuery),
  usedOnDevice: optional(boolean),
  productAttributes: optional(attributeQuery),
}
const productParams = sequence({ productName: optional(simpleQuery), ...afterName, ...technical })
const suiteParams = sequence({ suiteName: optional(simpleQuery), ...afterName, ...technical })
const maintenanceParams = sequence({ maintenanceName: optional(simpleQuery), ...afterName })
const partParams = sequence({
  partId: optional(simpleQuery),
  description: optional(simpleQuery),
  productName: optional(simpleQuery),
  licenseModel: optional(simpleQuery),
  creationDate: optional(dateQuery),
  lastModifiedDate: optional(dateQuery),
  unmappedWithProduct: optional(boolean),
  unmappedWithLicenseModel: optional(boolean),
})
const paging = { pageNumber: one(integer), batchSize: one(integer) }
const contained = { returnContainedObjects: one(boolean) }

type Params = {
  readonly [K in keyof typeof afterName]?: (typeof afterName)[K] extends { take(...args: never): { value: infer V } }
    ? V
    : never
} & {
  readonly name?: Parameters<typeof textMatches>[0]
  readonly productAttributes?: Parameters<typeof attributesMatch>[0]
}

/** ProductPackagingService v2: the catalog, its part numbers and its chains. */
export function packagingService(world: World): Service {
  const select = (kind: Product['kind'], asked: Params = {}) =>
    world.products.values().filter(
      (product) =>
        product.kind === kind &&
        textMatches(asked.name, product.name) &&
        textMatches(asked.version, product.version) &&
        textMatches(asked.description, product.description) &&
        anyTextMatches(
          asked.partNumber,
          product.parts.map((part) => part.partId),
        ) &&
        textMatches(asked.state, product.state) &&
        dateMatches(asked.creationDate, product.createdAt) &&
        dateMatches(asked.lastModifiedDate, product.modifiedAt) &&
        attributesMatch(asked.productAttributes, product.attributes),
    )
  const count = (rows: readonly unknown[]): XmlTree => ({ ...success, responseData: { count: rows.length } })
  const parts = (asked: Partial<ReturnType<typeof partParams.read>> = {}) =>
    world.products
      .values()
      .flatMap((product) =>
        asked.unmappedWithProduct === true || !textMatches(asked.productName, product.name)
          ? []
          : product.parts
              .filter(
                (part) =>
                  textMatches(asked.partId, part.partId) &&
                  textMatches(asked.description, part.description) &&
                  textMatches(asked.licenseModel, part.licenseModel ?? undefined) &&
                  (asked.unmappedWithLicenseModel !== true || part.licenseModel === null) &&
                  dateMatches(asked.creationDate, product.createdAt) &&
                  dateMatches(asked.lastModifiedDate, product.modifiedAt),
              )
              .map((part) => ({ product, part })),
      )
  const lines = () => [...new Set(world.products.values().map((product) => product.productLine))]

  return {
    path: '/flexnet/services/v2/ProductPackagingService',
    namespace: 'urn:v2.webservices.operations.flexnet.com',
    prefix: '',
    operations: [
      operation({
        name: 'getProductsQuery',
        type: sequence({ queryParams: optional(productParams), ...paging, ...contained }),
        run: (asked) =>
          responseData(
            'product',
            pageOf(select('product', named(asked.queryParams, asked.queryParams?.productName)), asked).map((row) =>
              productTree(row, asked.returnContainedObjects),
            ),
          ),
      }),
      operation({
        name: 'getProductCount',
        type: sequence({ queryParams: optional(productParams) }),
        run: (asked) => count(select('product', named(asked.queryParams, asked.queryParams?.productName))),
      }),
      operation({
        name: 'getUniformSuiteQuery',
        request: 'getUniformSuitesQueryRequest',
        type: sequence({ queryParams: optional(suiteParams), ...paging, ...contained }),
        run: (asked) =>
          responseData(
            'uniformSuite',
            pageOf(select('suite', named(asked.queryParams, asked.queryParams?.suiteName)), asked).map((row) =>
              suiteTree(world, row, asked.returnContainedObjects),
            ),
          ),
      }),
      operation({
        name: 'getUniformSuiteCount',
        type: sequence({ queryParams: optional(suiteParams) }),
        run: (asked) => count(select('suite', named(asked.queryParams, asked.queryParams?.suiteName))),
      }),
      operation({
        name: 'getMaintenanceQuery',
        type: sequence({ queryParams: optional(maintenanceParams), ...paging, ...contained }),
        run: (asked) =>
          responseData(
            'maintenance',
            pageOf(select('maintenance', named(asked.queryParams, asked.queryParams?.maintenanceName)), asked).map(
              (row) => maintenanceTree(row, asked.returnContainedObjects),
            ),
          ),
      }),
      operation({
        name: 'getMaintenanceCount',
        type: sequence({ queryParams: optional(maintenanceParams) }),
        run: (asked) => count(select('maintenance', named(asked.queryParams, asked.queryParams?.maintenanceName))),
      }),
      operation({
        name: 'getPartNumbersQuery',
        type: sequence({ queryParams: optional(partParams), ...paging }),
        run: (asked) => responseData('partNumber', pageOf(parts(asked.queryParams), asked).map(partTree)),
      }),
      operation({
        name: 'getPartNumberCount',
        type: sequence({ queryParams: optional(partParams) }),
        run: (asked) => count(parts(asked.queryParams)),
      }),
      operation({
        name: 'getProductRelationships',
        type: sequence({
          productIdentifier: one(
            sequence({
              uniqueId: optional(text),
              primaryKeys: optional(sequence({ name: one(text), version: one(text) })),
            }),
          ),
        }),
        run({ productIdentifier: { uniqueId, primaryKeys } }) {
          if ((uniqueId === undefined) === (primaryKeys === undefined))
            throw new Refused('Give either uniqueId or primaryKeys of the product')
          const product = primaryKeys
            ? world.products.get(keyOf(primaryKeys))
            : world.products.values().find((row) => row.uniqueId === uniqueId)
          if (!product) throw new Refused('The product does not exist')
          return {
            ...success,
            relationship: world.relationsOf(product).map(({ relation, to }) => ({
              productToRelate: identifier(world, product),
              relatedProduct: identifier(world, to),
              relation,
            })),
          }
        },
      }),
      licenseModelIdentifiers(world),
      operation({
        name: 'getProductCategories',
        type: sequence({ ...paging, ...contained }),
        run: (asked) =>
          responseData(
            'productCategory',
            pageOf(lines(), asked).map((name) => ({ uniqueId: `line-${name}`, name, description: `${name} products` })),
          ),
      }),
    ],
  }
}

function named(params: Params | undefined, name: Params['name']): Params {
  return { ...params, name }
}

function identifier(world: World, key: ProductKey): XmlTree {
  return {
    uniqueId: world.products.get(keyOf(key))?.uniqueId,
    primaryKeys: { name: key.name, version: key.version },
  }
}

function productTree(row: Product, full: boolean): XmlTree {
  return {
    uniqueId: row.uniqueId,
    productName: row.name,
    version: row.version,
    description: row.description,
    state: row.state,
    licenseModels: full ? modelTrees(row) : undefined,
    partNumbers: full ? partIdentifiers(row) : undefined,
    productCategory: row.productLine,
    creationDate: row.createdAt,
    lastModifiedDate: row.modifiedAt,
    productAttributes: attributeTree(row.attributes),
  }
}

function suiteTree(world: World, row: Product, full: boolean): XmlTree {
  const products = row.contains.map((key) => ({ productIdentifier: identifier(world, key), count: 1 }))
  return {
    uniqueId: row.uniqueId,
    suiteName: row.name,
    version: row.version,
    description: row.description,
    state: row.state,
    products: full ? { product: products } : undefined,
    licenseModels: full ? modelTrees(row) : undefined,
    partNumbers: full ? partIdentifiers(row) : undefined,
    productCategory: row.productLine,
    creationDate: row.createdAt,
    lastModifiedDate: row.modifiedAt,
    productAttributes: attributeTree(row.attributes),
  }
}

function maintenanceTree(row: Product, full: boolean): XmlTree {
  return {
    uniqueId: row.uniqueId,
    maintenanceName: row.name,
    version: row.version,
    description: row.description,
    state: row.state,
    allowUpgrades: true,
    allowUpsells: false,
    allowRenewals: true,
    partNumbers: full ? partIdentifiers(row) : undefined,
  }
}

function partTree({ product, part }: { product: Product; part: Product['parts'][number] }): XmlTree {
  return {
    partNumberIdentifier: { uniqueId: partUniqueId(part.partId), primaryKeys: { partId: part.partId } },
    description: part.description,
    creationDate: product.createdAt.slice(0, 10),
    lastModifiedDate: product.modifiedAt.slice(0, 10),
    mappedProduct: {
      uniqueId: product.uniqueId,
      primaryKeys: { name: product.name, version: product.version },
    },
    mappedLicenseModel: part.licenseModel === null ? undefined : modelTree(part.licenseModel),
  }
}

function partIdentifiers(row: Product): XmlTree {
  return {
    partNumber: row.parts.map((part) => ({
      uniqueId: partUniqueId(part.partId),
      primaryKeys: { partId: part.partId },
      licenseModel: part.licenseModel === null ? undefined : modelTree(part.licenseModel),
    })),
  }
}

function modelTrees(row: Product): XmlTree | undefined {
  const models = [...new Set(row.parts.flatMap((part) => part.licenseModel ?? []))]
  return models.length === 0 ? undefined : { licenseModel: models.map(modelTree) }
}

/** Part numbers have no record of their own here, so their platform id is made from the part number. */
export function partUniqueId(partId: string): string {
  return `part-${partId}`
}

export function attributeTree(attributes: Attributes): XmlTree | undefined {
  const entries = Object.entries(attributes)
  if (entries.length === 0) return undefined
  return { attribute: entries.map(([attributeName, stringValue]) => ({ attributeName, stringValue })) }
}
