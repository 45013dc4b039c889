import { DomainError } from '../../kernel/domain-error.ts'

/** The database is not there, or cannot be used as it is; the sentence says what mends it. */
export class DatabaseFailure extends DomainError {}
