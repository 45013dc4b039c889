import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DomainError } from '../../../kernel/domain-error.ts'
import { seeOtherWith } from '../../../platform/http/pages/flash.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { type MemberCaller, memberOf } from '../../../platform/http/request/caller.ts'
import {
  emptyForm,
  type FormState,
  fieldsOf,
  newFormKey,
  refusedForm,
  rejectedForm,
} from '../../../platform/http/request/forms.ts'
import { message } from '../../../platform/messages/messages.ts'
import type { DownloadDeps } from '../../fulfilment/downloads/index.ts'
import { type OrderDeps, orderedLately } from '../../fulfilment/orders/index.ts'
import { brandNameOfKit } from '../../fulfilment/production/index.ts'
import { type PostalAddress, postalAddressSchema } from '../../people/accounts/index.ts'
import { sessionOf } from '../../people/identity/index.ts'
import type { AlarmDeps } from '../../people/notifications/index.ts'
import { TitleNotMapped } from '../../shop/catalog/index.ts'
import { readKitOfTitle } from '../../shop/storefront/index.ts'
import {
  addressFieldsOf,
  addressValues,
  addToCart,
  forgetTypedForKit,
  saveTypedForKit,
  typedForKit,
} from '../carts/index.ts'
import { seeOrder } from '../checkout/index.ts'
import { kitOffer, type OfferedKit } from './kit-offer.ts'
import { orderFreeKit } from './order-kit.ts'

type KitDeps = OrderDeps & AlarmDeps & DownloadDeps

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
  const buyers = { config: { access: 'member:buyer' as const } }

  pages.get('/kits/:partnerProductId', { ...access, schema: { hide: true, params } }, async (request, reply) => {
    const member = memberOf(request)
    const { partnerProductId } = request.params
    const kit = await findKit(deps, member, partnerProductId)
    if (!kit) return sendUnmapped(request, reply, partnerProductId)
    const values = {
      ...addressValues(sessionOf(request)?.profile.address ?? null),
      quantity: '1',
      requestKey: newFormKey(),
      // With its key: whoever sends it again after a lost answer has the order that was placed.
      ...(await typedForKit(deps.db, member, partnerProductId)),
    }
    return sendKit(deps, request, reply, kit, emptyForm(values))
  })

  pages.post('/kits/:partnerProductId', { ...buyers, schema: { hide: true, params } }, async (request, reply) => {
    const member = memberOf(request)
    const { partnerProductId } = request.params
    const kit = await findKit(deps, member, partnerProductId)
    if (!kit) return sendUnmapped(request, reply, partnerProductId)
    const fields = fieldsOf(request)
    const isFree = kit.price.unitPriceMinor === 0
    await deps.db.transaction((tx) => saveTypedForKit(tx, member, partnerProductId, { fields, at: deps.clock.now() }))
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
        await forget(member, partnerProductId)
        return seeOtherWith(reply, '/cart', { kind: 'added', about: kit.item.title })
      }
      const order = await orderFreeKit(deps, member, { partNumber, quantity, shipTo, downloadDeclined, requestKey })
      await forget(member, partnerProductId)
      return seeOrder(reply, order.id)
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return sendKit(deps, request, reply, kit, rejectedForm(fields, error, fieldOfCode), 409)
    }
  })

  const forget = (member: MemberCaller, partnerProductId: string) =>
    deps.db.transaction((tx) => forgetTypedForKit(tx, member, partnerProductId))
}

/** Null for a title without a kit, which is an answer and no failure. */
async function findKit(deps: KitDeps, member: MemberCaller, partnerProductId: string): Promise<OfferedKit | null> {
  try {
    return await readKitOfTitle(deps, member.accountId, partnerProductId)
  } catch (error) {
    if (error instanceof TitleNotMapped) return null
    throw error
  }
}

function sendUnmapped(request: FastifyRequest, reply: FastifyReply, partnerProductId: string): Promise<FastifyReply> {
  request.log.warn({ partnerProductId }, 'title has no media kit')
  return sendPage(request, reply, 'selling/kits/kit-unmapped', {
    title: message('kits.unmapped.windowTitle'),
    status: 404,
    partnerProductId,
  })
}

async function sendKit(
  deps: KitDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  kit: OfferedKit,
  form: FormState,
  status = 200,
): Promise<FastifyReply> {
  const { item, price } = kit
  const member = memberOf(request)
  const { left, download } = await kitOffer(deps, member, kit)
  return sendPage(request, reply, 'selling/kits/kit', {
    title: item.title,
    section: 'catalog',
    wide: true,
    item,
    price,
    form,
    status,
    left,
    download,
    // As its label will say it.
    kitBrand: await deps.db.transaction((tx) => brandNameOfKit(tx, item.partNumber)),
    lately: await orderedLately(deps.db, member, item.partNumber, deps.clock.now()),
    // Nothing to read where the profile has no whole address: then its fields are open.
    address: wholeAddressOf(form),
  })
}

/** The address in the form as a parcel could go to it; null when part of it is missing or refused. */
function wholeAddressOf(form: FormState): PostalAddress | null {
  const address = addressFieldsOf(form.values)
  const isRefused = Object.keys(form.errors).some((field) => field in address)
  const parsed = postalAddressSchema.safeParse(address)
  return isRefused || !parsed.success ? null : parsed.data
}
