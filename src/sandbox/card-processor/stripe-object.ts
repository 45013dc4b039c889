/** An object of Stripe's API as it goes out. */
export type StripeObject = Readonly<Record<string, unknown>>
