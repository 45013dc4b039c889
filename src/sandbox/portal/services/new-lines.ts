import { addDays, addMonths, localDate } from '../../../kernel/local-date.ts'
import type { ReadBy } from '../soap/types.ts'
import { type Entitlement, type EntitlementLine, keyOf, type MaintenanceLine, type Product } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import type { newId, newLine, newMaintenanceLine, partIdentifier, productIdentifier } from './entitlement-types.ts'
import { licenseModelsOf } from './license-models.ts'

/** Why one record of a request cannot be stored; becomes its `reason`. */
export class RecordRefused extends Error {}

export interface NewRows {
  readonly lines: readonly EntitlementLine[]
  readonly maintenanceLines: readonly MaintenanceLine[]
}

/**
 * The rows that the asked lines would become; nothing is stored. `taken` collects the ids this request uses, because
 * entitlement ids and activation ids are unique together.
 * @throws {RecordRefused}
 */
export function planLines(
  world: World,
  asked: {
    readonly lineItems: readonly ReadBy<typeof newLine>[]
    readonly maintenanceLineItems: readonly ReadBy<typeof newMaintenanceLine>[]
  },
  entitlement: Pick<Entitlement, 'id'>,
  state: 'DEPLOYED' | 'DRAFT',
  taken: Set<string>,
): NewRows {
  const lines = asked.lineItems.map((line) => planLine(world, line, entitlement.id, state, taken))
  const inRequest = new Set(lines.map((line) => line.activationId))
  const maintenanceLines = asked.maintenanceLineItems.map((line) =>
    planMaintenanceLine(world, line, entitlement.id, state, taken, inRequest),
  )
  return { lines, maintenanceLines }
}

/** @throws {RecordRefused} when the id is missing, malformed or in use */
export function claimId(world: World, asked: ReadBy<typeof newId>, what: string, taken: Set<string>): string {
  if (asked.autoGenerate === true && asked.id !== undefined)
    throw new RecordRefused(`Give either autoGenerate or an id as ${what}, not both`)
  const id = asked.autoGenerate === true ? `FNO-${world.nextUniqueId()}` : (asked.id ?? '')
  if (id.trim() === '') throw new RecordRefused(`The ${what} must not be blank`)
  if (id.length > 255) throw new RecordRefused(`The ${what} must not be longer than 255 characters`)
  if (/[,"&%^()#@!~/<>`}{=|']/.test(id)) throw new RecordRefused(`The ${what} ${id} contains a forbidden character`)
  const known = world.entitlements.get(id) ?? world.lines.get(id) ?? world.maintenanceLines.get(id)
  if (known || taken.has(id)) throw new RecordRefused(`The ${what} ${id} is already in use`)
  taken.add(id)
  return id
}

type Given = { readonly attribute: readonly { readonly attributeName: string }[] } | undefined

/** @throws {RecordRefused} when a mandatory attribute of the tenant is missing */
export function refuseWithout(demanded: readonly string[] | undefined, given: Given, what: string): void {
  const missing = (demanded ?? []).filter(
    (name) => !given?.attribute.some(({ attributeName }) => attributeName === name),
  )
  if (missing.length > 0) throw new RecordRefused(`The ${what} lacks the mandatory attribute ${missing.join(', ')}`)
}

/** @throws {RecordRefused} for a model that there is not, and for a line that does not say what its model asks for */
function refuseAgainstModel(world: World, name: string | null, given: Given): void {
  if (name === null) return
  const model = licenseModelsOf(world).find((each) => each.name === name)
  if (!model) throw new RecordRefused(`There is no license model ${name}`)
  refuseWithout(
    model.attributes.map((attribute) => attribute.name),
    given,
    'license model',
  )
}

function planLine(
  world: World,
  line: ReadBy<typeof newLine>,
  entitlementId: string,
  state: 'DEPLOYED' | 'DRAFT',
  taken: Set<string>,
): EntitlementLine {
  const activationId = claimId(world, line.activationId, 'activation ID', taken)
  const { product, partNumber } = sold(world, line.product ?? line.entitledProducts?.entitledProduct[0]?.product, line)
  if (product.kind === 'maintenance')
    throw new RecordRefused(`${partNumber ?? product.name} is maintenance and belongs on a maintenance line item`)
  refuseWithout(world.demands.get('tenant')?.lineAttributes, line.lineItemAttributes, 'line item')
  if (world.demands.get('tenant')?.licenseModel === true && line.licenseModel === undefined)
    throw new RecordRefused('A line item must name its license model')
  if (line.numberOfCopies < 1) throw new RecordRefused('numberOfCopies must be at least 1')
  const ofPart = product.parts.find((part) => part.partId === partNumber)?.licenseModel
  const licenseModel = line.licenseModel?.primaryKeys?.name ?? ofPart ?? product.parts[0]?.licenseModel ?? null
  if (state === 'DEPLOYED' && licenseModel === null)
    throw new RecordRefused('A line item without a license model cannot be deployed')
  // The part's own model needs no look through the whole catalog, which a Debian index makes long.
  if (licenseModel !== ofPart || world.demands.size > 0)
    refuseAgainstModel(world, licenseModel, line.licenseModelAttributes)
  const startDate = line.startDate ?? world.today()
  return {
    activationId,
    uniqueId: world.nextUniqueId(),
    entitlementId,
    state,
    product: { name: product.name, version: product.version },
    partNumber,
    orderId: line.orderId ?? null,
    orderLineNumber: line.orderLineNumber ?? null,
    startDate,
    expirationDate: lineEnd(line, startDate),
    createdAt: world.now(),
    modifiedAt: world.now(),
    description: line.description ?? '',
    licenseModel,
    quantity: line.numberOfCopies,
    fulfilled: 0,
    supportAction: line.lineItemType ?? null,
    parentActivationId: null,
  }
}

function lineEnd(line: ReadBy<typeof newLine>, startDate: string): string | null {
  const ends = [line.term, line.expirationDate].filter((end) => end !== undefined).length
  if (line.isPermanent === true) {
    if (ends > 0) throw new RecordRefused('A permanent line item must have neither term nor expirationDate')
    return null
  }
  if (ends !== 1) throw new RecordRefused('A line item that is not permanent needs either term or expirationDate')
  const end = line.expirationDate ?? (line.term ? endOfTerm(startDate, line.term) : startDate)
  if (end < startDate) throw new RecordRefused('The expiration date must not be before the start date')
  return end
}

function endOfTerm(startDate: string, term: { readonly numDuration: number; readonly durationUnit: string }): string {
  const start = localDate(startDate)
  const { numDuration: count, durationUnit: unit } = term
  if (unit === 'DAYS' || unit === 'WEEKS') return addDays(start, count * (unit === 'WEEKS' ? 7 : 1) - 1)
  return addDays(addMonths(start, count * (unit === 'YEARS' ? 12 : 1)), -1)
}

function planMaintenanceLine(
  world: World,
  line: ReadBy<typeof newMaintenanceLine>,
  entitlementId: string,
  state: 'DEPLOYED' | 'DRAFT',
  taken: Set<string>,
  inRequest: ReadonlySet<string>,
): MaintenanceLine {
  const activationId = claimId(world, line.activationId, 'activation ID', taken)
  const { product, partNumber } = sold(world, line.maintenanceProduct, line)
  refuseWithout(
    world.demands.get('tenant')?.lineAttributes,
    line.maintenanceLineItemAttributes,
    'maintenance line item',
  )
  if (product.kind !== 'maintenance') throw new RecordRefused(`${product.name} is not a maintenance product`)
  const permanent = line.isPermanent === true
  if (permanent === (line.expirationDate !== undefined))
    throw new RecordRefused('A maintenance line item is either permanent or has an expirationDate')
  const startDate = line.startDate ?? world.today()
  if (line.expirationDate !== undefined && line.expirationDate < startDate)
    throw new RecordRefused('The expiration date must not be before the start date')
  const covers = line.associatedLineItems.map((asked) => {
    const found =
      asked.primaryKeys?.activationId ??
      world.lines.values().find((known) => known.uniqueId === asked.uniqueId)?.activationId ??
      ''
    if (!inRequest.has(found) && !world.lines.get(found))
      throw new RecordRefused(`The associated line item ${found} does not exist`)
    return found
  })
  return {
    activationId,
    uniqueId: world.nextUniqueId(),
    entitlementId,
    state,
    product: { name: product.name, version: product.version },
    partNumber,
    orderId: line.orderId ?? null,
    orderLineNumber: line.orderLineNumber ?? null,
    startDate,
    expirationDate: line.expirationDate ?? null,
    createdAt: world.now(),
    modifiedAt: world.now(),
    covers,
  }
}

/** The deployed product that part number or identifier stand for. */
function sold(
  world: World,
  identifier: ReadBy<typeof productIdentifier> | undefined,
  line: { readonly partNumber?: ReadBy<typeof partIdentifier> | undefined },
): { readonly product: Product; readonly partNumber: string | null } {
  const partNumber = line.partNumber?.primaryKeys?.partId ?? line.partNumber?.uniqueId?.replace(/^part-/, '') ?? null
  const ofPart = partNumber === null ? undefined : world.partOf(partNumber)?.product
  if (partNumber !== null && !ofPart) throw new RecordRefused(`The part number ${partNumber} does not exist`)
  const key = identifier?.primaryKeys
  const named = key
    ? world.products.get(keyOf(key))
    : identifier && world.products.values().find((one) => one.uniqueId === identifier.uniqueId)
  if (identifier && !named) throw new RecordRefused(`The product ${key?.name ?? identifier.uniqueId} does not exist`)
  if (named && ofPart && keyOf(named) !== keyOf(ofPart))
    throw new RecordRefused(`The part number ${partNumber} is not mapped to ${named.name} ${named.version}`)
  const product = ofPart ?? named
  if (!product) throw new RecordRefused('A line item needs a product, a part number or entitled products')
  if (product.state !== 'DEPLOYED')
    throw new RecordRefused(`${partNumber ?? product.name} is not deployed: its product is ${product.state}`)
  return { product, partNumber }
}
