export { notificationHandlers } from './handlers.ts'
export type { MailKind, MailRequest, OperatorAlarm, OrderReceipt, OrderShipped } from './mail-kinds.ts'
export type { MailSender, OutgoingMail } from './port.ts'
export { requestMail } from './request-mail.ts'
