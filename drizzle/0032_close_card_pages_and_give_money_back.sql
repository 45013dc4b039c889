-- Card pages that are being closed, tries that have a key of their own, card money that goes back because it can be no order, and
-- payouts whose items are not known.
CREATE TABLE "card_returns" (
	"id" text PRIMARY KEY NOT NULL,
	"payment_id" text NOT NULL,
	"account_id" text NOT NULL,
	"stripe_payment_intent_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"reason" text NOT NULL,
	"order_id" text,
	"state" text NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"refund_id" text,
	"last_error" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"returned_at" timestamp (3) with time zone,
	CONSTRAINT "card_returns_stripe_payment_intent_id_unique" UNIQUE("stripe_payment_intent_id"),
	CONSTRAINT "card_returns_refund_id_unique" UNIQUE("refund_id"),
	CONSTRAINT "card_returns_state_known" CHECK ("card_returns"."state" in ('due', 'returned', 'failed')),
	CONSTRAINT "card_returns_reason_known" CHECK ("card_returns"."reason" in ('paid-twice', 'offer-over')),
	CONSTRAINT "card_returns_amount_positive" CHECK ("card_returns"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "payments" DROP CONSTRAINT "payments_state_known";--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "attempt" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "stray_possible" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "payouts" ADD COLUMN "itemised" text DEFAULT 'complete' NOT NULL;--> statement-breakpoint
ALTER TABLE "card_returns" ADD CONSTRAINT "card_returns_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "card_returns_order" ON "card_returns" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "card_returns_payment" ON "card_returns" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "quotes_cart" ON "quotes" USING btree ("cart_id");--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_state_known" CHECK ("payments"."state" in ('created', 'open', 'closing', 'settled', 'expired'));