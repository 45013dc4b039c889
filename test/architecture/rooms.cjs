/**
 * The floors of `src/domains` and the rooms on each. A floor sees only the floors above it in this list; on a floor a room
 * sees only the rooms before it.
 * @type {readonly (readonly [floor: string, rooms: readonly string[]])[]}
 */
const floors = [
  ['people', ['accounts', 'notifications', 'identity']],
  ['money', ['ledger', 'payments']],
  ['entitlements', ['rights', 'push', 'sync']],
  ['shop', ['catalog', 'pricing', 'storefront']],
  ['fulfilment', ['production', 'orders', 'downloads']],
  [
    'selling',
    ['deals', 'partners', 'carts', 'products', 'quotes', 'approvals', 'company', 'purchases', 'checkout', 'kits'],
  ],
  ['finance', ['reconciliation']],
]

module.exports = { floors, rooms: floors.flatMap(([floor, rooms]) => rooms.map((room) => `${floor}/${room}`)) }
