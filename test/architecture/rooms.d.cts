declare const plan: {
  readonly floors: readonly (readonly [floor: string, rooms: readonly string[]])[]
  readonly rooms: readonly string[]
}
export = plan
