/** What each kind of mail needs to be written. Amounts come as people read them, with their currency. */
export interface MailKinds {
  readonly 'order-receipt': OrderReceipt
  readonly 'order-shipped': OrderShipped
  readonly 'money-back': MoneyBackMail
  readonly 'ordered-for-you': OrderedForYou
  readonly 'parcel-for-you': ParcelForYou
  readonly 'approval-asked': ApprovalAsked
  readonly 'approval-decided': ApprovalDecided
  readonly 'company-invitation': CompanyInvitation
  readonly 'operator-alarm': OperatorAlarm
  readonly 'quote-sent': QuoteMail
  readonly 'quote-ending': QuoteMail
  readonly 'deal-decided': DealMail
  readonly 'partner-asks': PartnerAsks
  readonly 'partner-answered': PartnerAnswered
}
export type MailKind = keyof MailKinds

export interface OrderReceipt {
  readonly orderNumber: string
  /** The receipt page: what is live, with its downloads, and what is being made. */
  readonly receiptUrl: string
  /** Calendar date, such as `2026-11-30`. */
  readonly placedOn: string
  readonly purchaseOrderNumber: string | null
  /** The customer account that gets the rights, when a partner ordered for it. */
  readonly rightsFor: string | null
  readonly paidByCard: boolean
  /** Nothing to pay. */
  readonly free: boolean
  readonly lines: readonly ReceiptLine[]
  readonly net: string
  /** Null when no freight is charged. */
  readonly freight: string | null
  readonly tax: string
  readonly total: string
  /** Whether something goes to the address. */
  readonly hasParcel: boolean
  /** As it is written on a parcel. */
  readonly address: readonly string[]
  /** The account that receives it, when it is not the one that ordered. */
  readonly shipToAccount?: string | null
  /** The account that is invoiced and where, line by line; null when nothing is to pay. */
  readonly billTo?: readonly string[] | null
}

export interface ReceiptLine {
  readonly title: string
  readonly partNumber: string
  readonly quantity: number
  /** Null for lines that give no right. */
  readonly activationId: string | null
  readonly net: string
  /** Which list and rule gave the price. */
  readonly priceRule: string
  readonly obligation: 'licence' | 'maintenance' | 'media' | 'goods'
  /** The dates of the right as it goes to the platform; `expirationDate` is the last good day, null for a permanent right. */
  readonly right?: { readonly startDate: string | null; readonly expirationDate: string | null } | null
}

export interface OrderShipped {
  readonly orderNumber: string
  readonly receiptUrl: string
  readonly carrier: string
  readonly trackingNumber: string
  /** The carrier's page of the parcel, where it is known; mails from before it was noted have none. */
  readonly trackingUrl?: string | null
  /** What is in this parcel. */
  readonly lines: readonly { readonly title: string; readonly partNumber: string; readonly quantity: number }[]
}

/** Card money that can be no order, for who paid it. */
export interface MoneyBackMail {
  readonly outcome: 'goesBack' | 'notTaken'
  readonly amount: string
  /** The order that stands; null where nothing was ordered. */
  readonly orderNumber: string | null
  /** Where the buyer sees how it stands. */
  readonly pageUrl: string
}

/** For the customer of a partner: no amount and no number of the partner's. */
export interface OrderedForYou {
  readonly partnerName: string
  /** The customer. */
  readonly companyName: string
  readonly orderNumber: string
  /** The order as the customer sees it. */
  readonly orderUrl: string
  /** Calendar date. */
  readonly placedOn: string
  readonly lines: readonly Pick<ReceiptLine, 'title' | 'partNumber' | 'quantity' | 'activationId' | 'right'>[]
  /** Where parcels go, when they go to the customer itself; null otherwise. */
  readonly address: readonly string[] | null
}

export interface ParcelForYou extends Omit<OrderShipped, 'receiptUrl'> {
  readonly partnerName: string
  /** The order as the customer sees it. */
  readonly orderUrl: string
}

export interface ApprovalAsked {
  /** Who wants to order, as a name. */
  readonly requester: string
  readonly total: string
  readonly lines: readonly { readonly title: string; readonly partNumber: string; readonly quantity: number }[]
  /** Why it waits, as sentences. */
  readonly reasons: readonly string[]
  readonly requestUrl: string
  /** Calendar date. */
  readonly expiresOn: string
}

export interface ApprovalDecided {
  /** `toPay`: released, and the member pays by card now. */
  readonly outcome: 'ordered' | 'toPay' | 'rejected'
  /** Who decided, as a name. */
  readonly approver: string
  /** What the approver said; null when nothing. */
  readonly reason: string | null
  readonly orderNumber: string | null
  readonly requestUrl: string
}

export interface CompanyInvitation {
  readonly companyName: string
  /** Who invites, as a name. */
  readonly invitedBy: string
  readonly role: 'viewer' | 'buyer' | 'approver' | 'admin'
  readonly invitationUrl: string
  /** Calendar date. */
  readonly expiresOn: string
}

export interface QuoteMail {
  readonly quoteNumber: string
  readonly version: number
  readonly quoteUrl: string
  /** The last good day. */
  readonly validThrough: string
  readonly lines: readonly { readonly title: string; readonly quantity: number; readonly net: string }[]
  readonly total: string
  /** Empty when nothing was said. */
  readonly note: string
}

export interface DealMail {
  readonly dealNumber: string
  readonly dealUrl: string
  readonly customer: string
  readonly partNumbers: readonly string[]
  readonly approved: boolean
  /** Such as `12.5 %`; empty when rejected. */
  readonly discount: string
  /** The last day of protection; empty when rejected. */
  readonly validThrough: string
  /** Why it was rejected; empty when approved. */
  readonly reason: string
}

export interface PartnerAsks {
  readonly partnerName: string
  /** Who asked, as a name. */
  readonly askedBy: string
  readonly companyName: string
  /** The page *Your partners*. */
  readonly partnersUrl: string
}

export interface PartnerAnswered {
  readonly companyName: string
  readonly accountId: string
  readonly outcome: 'granted' | 'withdrawn'
  /** Carts, quotes and requests for approval that were closed for it. */
  readonly closed: number
  /** The page *Your customers*. */
  readonly customersUrl: string
}

export interface OperatorAlarm {
  readonly alarm:
    | 'sync-failed'
    | 'sync-late'
    | 'removals-held'
    | 'rows-quarantined'
    | 'drift'
    | 'title-not-mapped'
    | 'silent-job'
    | 'dead-letter'
    | 'money-without-order'
    | 'order-number-taken'
    | 'link-refused'
  /** What the alarm is about, such as the id of a sync run or payment, a partner product ID or the reference of a job. */
  readonly about: string
  /** What happened, as a sentence without personal data. */
  readonly detail: string
  /** The admin page where it can be mended. */
  readonly adminUrl: string
}

/** A mail to be written and sent; `data` follows from `kind`. */
export type MailRequest = {
  [Kind in MailKind]: {
    readonly kind: Kind
    /** At most one mail for each key, such as `order-receipt:ord_...`. */
    readonly dedupeKey: string
    /** What people would look for, such as an order number. */
    readonly reference: string
    readonly recipient: string
    /** BCP 47, such as `de-CH`; English where there are no texts in that language. */
    readonly locale: string
    readonly data: MailKinds[Kind]
    readonly at: Date
  }
}[MailKind]
