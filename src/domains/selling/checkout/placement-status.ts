import type { Placement } from './schemas.ts'

/** The HTTP status of a placement: 201 for what was ordered or asked for now, 200 for what had been before. */
export function placementStatus({ repeated }: Pick<Placement, 'repeated'>): 200 | 201 {
  return repeated ? 200 : 201
}
