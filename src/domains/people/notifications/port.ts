export interface OutgoingMail {
  /** Our id of the mail; becomes the Message-ID, so that a mail sent twice can be told. */
  readonly mailId: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface MailSender {
  /** @throws {PartnerFailure} */
  send(mail: OutgoingMail): Promise<void>
  ping(): Promise<void>
}
