export interface TestCard {
  readonly number: string
  readonly brand: string
  readonly outcome: 'succeeds' | 'declines' | 'asks'
  readonly says: string
}

/** The three of Stripe's published test card numbers that this page offers. */
export const testCards: readonly TestCard[] = [
  { number: '4242424242424242', brand: 'visa', outcome: 'succeeds', says: 'The payment succeeds.' },
  { number: '4000000000000002', brand: 'visa', outcome: 'declines', says: 'The bank declines the card.' },
  {
    number: '4000002500003155',
    brand: 'visa',
    outcome: 'asks',
    says: 'The bank asks for a confirmation first (3-D Secure).',
  },
]

export function testCard(number: string): TestCard | undefined {
  const digits = number.replaceAll(' ', '')
  return testCards.find((card) => card.number === digits)
}
