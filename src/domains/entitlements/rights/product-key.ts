/** What the platform knows a product by. */
export interface ProductKey {
  readonly name: string
  readonly version: string
}
