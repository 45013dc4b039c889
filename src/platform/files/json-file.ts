import { UnreadableFile } from './unreadable-file.ts'

/**
 * What a JSON file holds.
 * @throws {UnreadableFile} with the row where the reading ended
 */
export function jsonOfFile(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const place = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    // The parser names no place only where it came to the end of the text.
    const row = text.slice(0, place === undefined ? text.trimEnd().length : Number(place)).split('\n').length
    const detail =
      text.trim() === ''
        ? 'The file is empty.'
        : place === undefined
          ? 'The file ends within its JSON: it was cut off.'
          : 'The file is not JSON from this row on.'
    throw new UnreadableFile({ row, column: '', code: 'not-json', detail })
  }
}
