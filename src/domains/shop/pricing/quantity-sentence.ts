/** Which quantities to order instead of one that is not sold, for people. `nearest` has the lower first. */
export function quantitySentence(quantity: number, nearest: readonly number[]): string {
  const [first, second] = nearest.map((one) => one.toLocaleString('en'))
  const asked = quantity.toLocaleString('en')
  if (first === undefined) return `${asked} cannot be ordered.`
  if (second !== undefined) return `${asked} cannot be ordered: order ${first} or ${second}.`
  return Number(nearest[0]) > quantity
    ? `Order at least ${first}.`
    : `${asked} cannot be ordered: order at most ${first}.`
}
