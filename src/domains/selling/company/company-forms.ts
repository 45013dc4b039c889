import type { FormState } from '../../../platform/http/request/forms.ts'
import { minorOf } from '../../shop/pricing/index.ts'
import { type NewLimit, type NewRule, newLimitSchema, newRuleSchema } from '../approvals/index.ts'

type Fields = Readonly<Record<string, string>>
type Wrong = Omit<FormState, 'values'>

/** A rule as it was typed, with an amount as people write it. */
export function ruleForm(fields: Fields, currency: string): NewRule | Wrong {
  const overMinor = amountOf(fields['over'], currency)
  if (typeof overMinor === 'string') return wrong('over', overMinor)
  const userName = fields['ruleUserName']
  const parsed = newRuleSchema.safeParse({ overMinor, currency, userName: userName || null })
  return parsed.success ? parsed.data : wrong('ruleUserName', 'Choose a member')
}

/** A limit as it was typed; an empty amount is no limit. */
export function limitForm(fields: Fields, currency: string): NewLimit | Wrong {
  const isEmpty = (fields['limit'] ?? '').trim() === ''
  const limitMinor = isEmpty ? null : amountOf(fields['limit'], currency)
  if (typeof limitMinor === 'string') return wrong('limit', limitMinor)
  const parsed = newLimitSchema.safeParse({ period: fields['period'], limitMinor, currency })
  return parsed.success ? parsed.data : wrong('period', 'Choose a period')
}

function amountOf(text: string | undefined, currency: string): number | string {
  // Thousands may be set apart as the store itself writes them.
  const minor = minorOf((text ?? '').trim().replaceAll(/[,\s](?=\d{3}(\D|$))/g, ''), currency)
  if (minor === 'not-an-amount' || (typeof minor === 'number' && minor > 1_000_000_000_000))
    return 'Give an amount such as 5,000.00'
  return minor === 'too-many-decimals' ? `${currency} has fewer decimals` : minor
}

function wrong(field: string, message: string): Wrong {
  return { errors: { [field]: message }, code: 'invalid-input' }
}
