const numbers = new Intl.NumberFormat('en')

/** How many of something, as people say it: `1 disc`, `2 discs`, `1,200 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numbers.format(count)} ${count === 1 ? one : many}`
}
