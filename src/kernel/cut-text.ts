/**
 * The beginning of a text, at most so many UTF-16 units long. Never half a character: a database refuses one within JSON, and
 * puts a replacement character in its place elsewhere.
 */
export function cutText(text: string, units: number): string {
  const beginning = text.slice(0, units)
  return text.length > units ? beginning.replace(/[\ud800-\udbff]$/, '') : beginning
}
