import { and, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { Db, Tx } from '../../../platform/db/db.ts'
import type { Actor } from '../../fulfilment/orders/index.ts'
import { openCart } from './cart-store.ts'
import { carts } from './tables.ts'
import { typedForms } from './typed-form-tables.ts'

type Fields = Readonly<Record<string, string>>

/** What a member typed for an order that is not placed yet. */
export interface TypedForm {
  readonly fields: Fields
  /** Of checkout: the priced cart that was shown last; null when none was. */
  readonly shownPricedCartId: string | null
}

const checkout = 'checkout'
// Longer than any field may be; what is longer is refused, and shown again as far as it goes.
const longestField = 500
const mostFields = 40

/** What the member typed at checkout for the cart that is not ordered yet; null when nothing. */
export async function typedCheckout(tx: Db | Tx, actor: Actor): Promise<TypedForm | null> {
  const { fields, shownPricedCartId } = typedForms
  const [row] = await tx
    .select({ fields, shownPricedCartId })
    .from(typedForms)
    .leftJoin(carts, eq(carts.id, typedForms.cartId))
    .where(and(isOf(actor, checkout), sql`${carts.state} is distinct from 'ordered'`))
  return row ?? null
}

/** Keeps it for the member, on every device: the fields that are named replace those that were there. `shown` is the priced cart. */
export async function saveTypedCheckout(
  tx: Tx,
  actor: Actor,
  typed: {
    readonly fields: Fields
    readonly at: Date
    readonly shown?: { readonly id: string; readonly cartId: string }
  },
): Promise<void> {
  const cartId = typed.shown?.cartId ?? (await openCart(tx, actor))?.id ?? null
  const before = await typedCheckout(tx, actor)
  await save(tx, actor, checkout, {
    fields: { ...before?.fields, ...cut(typed.fields) },
    shownPricedCartId: typed.shown?.id ?? before?.shownPricedCartId ?? null,
    cartId,
    changedAt: typed.at,
  })
}

/** What the member typed on the page of a kit and did not order; null when nothing. */
export async function typedForKit(tx: Db | Tx, actor: Actor, partnerProductId: string): Promise<Fields | null> {
  const [row] = await tx
    .select()
    .from(typedForms)
    .where(isOf(actor, kit(partnerProductId)))
  return row?.fields ?? null
}

export async function saveTypedForKit(
  tx: Tx,
  actor: Actor,
  partnerProductId: string,
  typed: { readonly fields: Fields; readonly at: Date },
): Promise<void> {
  const found = { fields: cut(typed.fields), shownPricedCartId: null, cartId: null, changedAt: typed.at }
  await save(tx, actor, kit(partnerProductId), found)
}

export async function forgetTypedForKit(tx: Tx, actor: Actor, partnerProductId: string): Promise<void> {
  await tx.delete(typedForms).where(isOf(actor, kit(partnerProductId)))
}

/** Takes away what was typed before then, and what was typed for carts that became orders. */
export async function forgetTypedForms(tx: Tx, before: Date): Promise<void> {
  const ordered = tx.select({ id: carts.id }).from(carts).where(eq(carts.state, 'ordered'))
  await tx.delete(typedForms).where(or(lt(typedForms.changedAt, before), inArray(typedForms.cartId, ordered)))
}

async function save(
  tx: Tx,
  { accountId, userName }: Actor,
  form: string,
  typed: Omit<typeof typedForms.$inferInsert, 'accountId' | 'userName' | 'form'>,
): Promise<void> {
  await tx
    .insert(typedForms)
    .values({ accountId, userName, form, ...typed })
    .onConflictDoUpdate({ target: [typedForms.accountId, typedForms.userName, typedForms.form], set: typed })
}

function isOf({ accountId, userName }: Actor, form: string) {
  return and(eq(typedForms.accountId, accountId), eq(typedForms.userName, userName), eq(typedForms.form, form))
}

function kit(partnerProductId: string): string {
  return `kit:${partnerProductId}`
}

function cut(fields: Fields): Record<string, string> {
  const some = Object.entries(fields).slice(0, mostFields)
  return Object.fromEntries(some.map(([name, text]) => [name, [...text].slice(0, longestField).join('')]))
}
