import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DomainError } from '../../kernel/domain-error.ts'
import { PartnerFailure } from '../../kernel/partner-failure.ts'
import { type MemberCaller, memberOf } from '../../platform/http/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  newFormKey,
  refusedForm,
  rejectedForm,
  seeOther,
} from '../../platform/http/forms.ts'
import { NotFound } from '../../platform/http/problems.ts'
import { sendPage } from '../../platform/http/views.ts'
import { liveSession, postalAddressSchema } from '../accounts/index.ts'
import { metRequirements, TitleNotMapped } from '../catalog/index.ts'
import type { EntitlementPlatform, HeldRight } from '../entitlements/index.ts'
import type { AlarmDeps } from '../notifications/index.ts'
import { readKitOfTitle } from '../pricing/index.ts'
import { addressFieldsOf, addressValues } from './address-form.ts'
import { addToCart } from './cart.ts'
import type { OrderDeps } from './deps.ts'
import { type Downloads, downloadsOfLine } from './downloads.ts'
import { orderFreeKit } from './order-kit.ts'
import { priceWants } from './price-wants.ts'

type KitDeps = OrderDeps & AlarmDeps & { readonly platform: EntitlementPlatform }
type Kit = Awaited<ReturnType<typeof readKitOfTitle>>

const params = z.object({ partnerProductId: z.string().min(1).max(100) })
const formSchema = z.object({
  requestKey: z.string().min(8).max(100),
  quantity: z.coerce.number('Give a whole number').int('Give a whole number').min(1, 'Give at least 1').max(100_000),
})
/** Which field a refusal of the use case is about. */
const fieldOfCode = { 'quantity-not-allowed': 'quantity' }

/** The page behind the portal's button: look, say where to, done. */
export function registerKitPages(app: FastifyInstance, deps: KitDeps): void {
  const pages = app.withTypeProvider<ZodTypeProvider>()
  const access = { config: { access: 'member' as const } }

  pages.get('/kits/:partnerProductId', { ...access, schema: { hide: true, params } }, async (request, reply) => {
    const member = memberOf(request)
    const { partnerProductId } = request.params
    const kit = await findKit(deps, member, partnerProductId)
    if (!kit) return sendUnmapped(request, reply, partnerProductId)
    const session = await liveSession(deps.db, member.sessionId, deps.clock.now())
    const values = { ...addressValues(session?.profile.address ?? null), quantity: '1', requestKey: newFormKey() }
    return sendKit(deps, request, reply, kit, emptyForm(values))
  })

  pages.post('/kits/:partnerProductId', { ...access, schema: { hide: true, params } }, async (request, reply) => {
    const member = memberOf(request)
    const { partnerProductId } = request.params
    const kit = await findKit(deps, member, partnerProductId)
    if (!kit) return sendUnmapped(request, reply, partnerProductId)
    const fields = fieldsOf(request)
    const isFree = kit.price.unitPriceMinor === 0
    const parsed = formSchema
      .extend({ shipTo: isFree ? postalAddressSchema : z.undefined() })
      .safeParse({ ...fields, shipTo: isFree ? addressFieldsOf(fields) : undefined })
    if (!parsed.success) return sendKit(deps, request, reply, kit, refusedForm(fields, parsed.error), 400)
    const { partNumber } = kit.item
    // The download was offered above the button; whoever presses it wants the disc all the same (S25).
    const downloadDeclined = fields['downloadDeclined'] === 'yes'
    try {
      const { requestKey, quantity, shipTo } = parsed.data
      if (!shipTo) {
        await addToCart(deps, member, { partNumber, quantity, downloadDeclined })
        return seeOther(reply, '/cart?added=1')
      }
      const order = await orderFreeKit(deps, member, { partNumber, quantity, shipTo, downloadDeclined, requestKey })
      return seeOther(reply, `/orders/${order.id}?placed=1`)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return sendKit(deps, request, reply, kit, rejectedForm(fields, error, fieldOfCode), 409)
    }
  })
}

/** Null for a title without a kit, which is an answer and no failure. */
async function findKit(deps: KitDeps, member: MemberCaller, partnerProductId: string): Promise<Kit | null> {
  try {
    return await readKitOfTitle(deps, member.accountId, partnerProductId)
  } catch (error) {
    if (error instanceof TitleNotMapped) return null
    throw error
  }
}

function sendUnmapped(request: FastifyRequest, reply: FastifyReply, partnerProductId: string): Promise<FastifyReply> {
  request.log.warn({ partnerProductId }, 'title has no media kit')
  return sendPage(request, reply, 'orders/kit-unmapped', {
    title: 'No media kit',
    status: 404,
    partnerProductId,
  })
}

async function sendKit(
  deps: KitDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  kit: Kit,
  form: FormState,
  status = 200,
): Promise<FastifyReply> {
  const { item, price, viewer } = kit
  const want = { id: '', quantity: 1, targetActivationId: '', partNumber: item.partNumber, downloadDeclined: false }
  const [priced] = await priceWants(deps.db, viewer, [want])
  const rights = viewer.held.filter((right) => metRequirements(item, [right]).length > 0)
  return sendPage(request, reply, 'orders/kit', {
    title: item.title,
    section: 'catalog',
    wide: true,
    ...{ item, price, form, status },
    left: priced?.maxQuantity ?? 0,
    download: await downloadOf(deps, memberOf(request), rights),
  })
}

interface DownloadState {
  /** `unknown`: the platform could not be asked just now. */
  readonly state: 'none' | 'ready' | 'empty' | 'unknown'
  readonly right: HeldRight | null
  readonly packages: Downloads['packages']
}

/** What the account could download instead, as the platform says at this moment, of the first line that has something. */
async function downloadOf(deps: KitDeps, member: MemberCaller, rights: readonly HeldRight[]): Promise<DownloadState> {
  const [first] = rights
  if (!first) return { state: 'none', right: null, packages: [] }
  try {
    for (const right of rights.slice(0, 3)) {
      const { packages } = await downloadsOfLine(deps, member, right.activationId)
      const usable = packages.filter(({ files }) => files.length > 0)
      if (usable.length > 0) return { state: 'ready', right, packages: usable }
    }
    return { state: 'empty', right: first, packages: [] }
  } catch (error) {
    if (error instanceof PartnerFailure || error instanceof NotFound)
      return { state: 'unknown', right: first, packages: [] }
    throw error
  }
}
