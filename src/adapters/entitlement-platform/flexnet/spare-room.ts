const smallest = 64 * 1024
/** More than a page of a platform needs: what grew beyond is given back. */
const largestSpare = 4 * 1024 * 1024

/** Bytes that arrive piece by piece. */
export interface Room {
  add(piece: Uint8Array): void
  /** What was added; good until `leave`. */
  bytes(): Buffer
  /** Says that nobody looks at the bytes any more. */
  leave(): void
}

/**
 * Room that is used again and again: pages that are only compared would else leave a megabyte behind each, which is
 * collected late, because hardly anything else is made meanwhile.
 */
export function spareRoom(): () => Room {
  const spare: Buffer[] = []
  return () => {
    let room = spare.pop() ?? Buffer.allocUnsafeSlow(smallest)
    let length = 0
    return {
      add: (piece) => {
        const needed = length + piece.length
        if (needed > room.length) {
          const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * room.length))
          room.copy(larger, 0, 0, length)
          room = larger
        }
        room.set(piece, length)
        length = needed
      },
      bytes: () => room.subarray(0, length),
      leave: () => {
        if (room.length > 0 && room.length <= largestSpare) spare.push(room)
        room = Buffer.alloc(0)
        length = 0
      },
    }
  }
}
