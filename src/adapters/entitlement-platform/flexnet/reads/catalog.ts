import { z } from 'zod'
import type {
  PlatformPartNumber,
  PlatformProduct,
  PlatformReader,
  PlatformRelation,
  ProductKey,
} from '../../../../domains/entitlements/rights/port.ts'
import type { Transport } from '../protocol/transport.ts'
import {
  attributes,
  identifier,
  instant,
  keyIn,
  list,
  listIn,
  platformState,
  productKey,
  requiredIdentifier,
  rowsIn,
  text,
  textOrNull,
} from './answers.ts'
import { askEach, markedPage, pageOfRows } from './pages.ts'
import { modifiedAfterDay, optionalParams, productIdentifier } from './questions.ts'

type Catalog = Pick<PlatformReader, 'products' | 'partNumbers' | 'relationsOf' | 'ping'>

/** Products, suites, maintenance products, part numbers and product chains, of ProductPackagingService v2. */
export function createCatalog(transport: Transport, pageSize: number): Catalog {
  const relationsOfOne = async (product: ProductKey) => {
    const answer = await transport.call({
      service: 'productPackaging',
      effect: 'read',
      request: ['getProductRelationshipsRequest', [productIdentifier('productIdentifier', product)]],
      response: 'getProductRelationshipsResponse',
      schema: relationsSchema,
    })
    return answer.relationship.filter((found): found is PlatformRelation => found.from !== null && found.to !== null)
  }
  return {
    products: (query) => {
      const words = wordsOf[query.kind]
      return markedPage(
        transport,
        {
          service: 'productPackaging',
          effect: 'read',
          request: [
            words.request,
            [
              // No filter on the state: a product that was withdrawn has to be seen as withdrawn.
              optionalParams([modifiedAfterDay('lastModifiedDate', query)]),
              ['pageNumber', String(query.page)],
              ['batchSize', String(pageSize)],
              ['returnContainedObjects', 'true'],
            ],
          ],
          response: words.response,
          schema: productsSchemas[query.kind],
        },
        query,
        ({ responseData }) =>
          pageOfRows(
            { ...responseData, items: responseData.items.map((found) => productOf(query.kind, found)) },
            pageSize,
          ),
      )
    },

    partNumbers: (query) =>
      markedPage(
        transport,
        {
          service: 'productPackaging',
          effect: 'read',
          request: [
            'getPartNumbersQueryRequest',
            [
              optionalParams([modifiedAfterDay('lastModifiedDate', query)]),
              ['pageNumber', String(query.page)],
              ['batchSize', String(pageSize)],
            ],
          ],
          response: 'getPartNumbersQueryResponse',
          schema: partNumbersSchema,
        },
        query,
        ({ responseData }) => pageOfRows(responseData, pageSize),
      ),

    relationsOf: (products) => askEach(products, relationsOfOne, ({ name, version }) => [name, version]),

    ping: async () => {
      await transport.call({
        service: 'productPackaging',
        effect: 'read',
        request: ['getProductCountRequest', []],
        response: 'getProductCountResponse',
        schema: z.unknown(),
      })
    },
  }
}

const wordsOf = {
  product: { request: 'getProductsQueryRequest', response: 'getProductsQueryResponse', item: 'product' },
  suite: { request: 'getUniformSuitesQueryRequest', response: 'getUniformSuitesQueryResponse', item: 'uniformSuite' },
  maintenance: { request: 'getMaintenanceQueryRequest', response: 'getMaintenanceQueryResponse', item: 'maintenance' },
} as const satisfies Record<PlatformProduct['kind'], object>

const productSchema = z
  .object({
    uniqueId: z.string().min(1),
    productName: textOrNull,
    suiteName: textOrNull,
    maintenanceName: textOrNull,
    version: text,
    description: text,
    state: platformState,
    partNumbers: listIn('partNumber', identifier),
    productCategory: textOrNull,
    lastModifiedDate: instant,
    productAttributes: attributes,
  })
  .refine((found) => (found.productName ?? found.suiteName ?? found.maintenanceName) !== null, 'no name')

const namesSchema = z.object({ productName: text, suiteName: text, maintenanceName: text, version: text })

const productsIn = (item: string) =>
  z.object({
    responseData: rowsIn(item, productSchema, (row) => {
      const named = namesSchema.safeParse(row).data
      const name = named && (named.productName || named.suiteName || named.maintenanceName)
      return name ? [name, named.version] : null
    }),
  })
const productsSchemas = {
  product: productsIn(wordsOf.product.item),
  suite: productsIn(wordsOf.suite.item),
  maintenance: productsIn(wordsOf.maintenance.item),
} as const satisfies Record<PlatformProduct['kind'], z.ZodType>

function productOf(kind: PlatformProduct['kind'], found: z.infer<typeof productSchema>): PlatformProduct {
  return {
    kind,
    platformId: found.uniqueId,
    name: found.productName ?? found.suiteName ?? found.maintenanceName ?? '',
    version: found.version,
    description: found.description,
    state: found.state,
    productLine: found.productCategory,
    partNumbers: found.partNumbers.filter((partNumber) => partNumber !== null),
    attributes: found.productAttributes,
    lastModifiedAt: found.lastModifiedDate,
  }
}

const partNumberSchema = z
  .object({ partNumberIdentifier: requiredIdentifier, description: text, mappedProduct: productKey })
  .transform(
    (found): PlatformPartNumber => ({
      partNumber: found.partNumberIdentifier,
      description: found.description,
      product: found.mappedProduct,
    }),
  )

const partNumbersSchema = z.object({
  responseData: rowsIn('partNumber', partNumberSchema, keyIn('partNumberIdentifier')),
})

const relationSchema = z
  .object({
    productToRelate: productKey,
    relatedProduct: productKey,
    relation: z
      .enum([
        'UPGRADE_TO',
        'UPGRADE_FROM',
        'UPSELL_TO',
        'UPSELL_FROM',
        'HAS_MAINTENANCE',
        'IS_MAINTENANCE',
        'DEMO_OF',
        'PRODUCTION_VERSION_OF',
        'RELATION_UNDEFINED',
      ])
      // The platform's own word for a relation that has no meaning here.
      .catch('RELATION_UNDEFINED'),
  })
  .transform((found) => ({ from: found.productToRelate, to: found.relatedProduct, relation: found.relation }))

const relationsSchema = z.object({ relationship: list(relationSchema) })
