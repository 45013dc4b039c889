import { z } from 'zod'

/**
 * A key that a partner gave, such as a part number, a product line or an account ID, as it comes back in an address or a
 * body. A thing that is listed can be asked for: so no rule of the store's own forms is held against it, only a bound and
 * what no database keeps.
 */
export const partnerKeySchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\0\p{Cs}]*$/u, 'Leave out NUL characters and halves of surrogate pairs')
