// The first frame of the stack, in the driver's ES modules or its CommonJS ones, as it was published.
const topFrame =
  /^TypeError: [^\n]*\n\s+at [^\n]*[\\/]node_modules[\\/]postgres[\\/](?:cjs[\\/])?src[\\/]connection\.js:\d+:\d+\)?(?:\n|$)/

/**
 * Knows the one error of postgres.js 3.4.9 that no caller can catch: it writes to the socket in a `setImmediate`, when the
 * connection may have gone and the socket is null (`connection.js`, `nextWrite`). What was to be written is refused by
 * the loss of the connection itself. Newest release looked at: 3.4.9 of 2026-04-06.
 */
export function isLostSocketWrite(error: unknown): boolean {
  return error instanceof TypeError && topFrame.test(error.stack ?? '')
}
