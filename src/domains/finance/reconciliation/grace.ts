/**
 * How many days each side may wait before waiting becomes a difference. The platform answers within minutes, and a day
 * covers a night of its maintenance; a site works on weekdays, and a week holds five of them; card processors pay out
 * within a week, and two cover a bank holiday.
 */
export const graceDays = { push: 1, production: 7, shipment: 7, payout: 14 } as const
