-- A webhook that a partner signed and the store cannot read is kept as it came, so that it can be answered with success.
CREATE TABLE "kept_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"reason" text NOT NULL,
	"body" "bytea" NOT NULL,
	"times" integer NOT NULL,
	"first_received_at" timestamp (3) with time zone NOT NULL,
	"last_received_at" timestamp (3) with time zone NOT NULL,
	"set_aside_by" text,
	"set_aside_at" timestamp (3) with time zone,
	CONSTRAINT "kept_messages_set_aside_whole" CHECK (("kept_messages"."set_aside_by" is null) = ("kept_messages"."set_aside_at" is null))
);
--> statement-breakpoint
CREATE INDEX "kept_messages_open" ON "kept_messages" USING btree ("first_received_at") WHERE "kept_messages"."set_aside_at" is null;--> statement-breakpoint
CREATE INDEX "inbound_events_received" ON "inbound_events" USING btree ("received_at");
--> statement-breakpoint
-- Two spellings of a purchase order number are one number: its key is unique in the account. Each process fills the keys of
-- older rows when it starts, because how a database changes the case of letters depends on its locale; orders that are the
-- same number by then stay, noted as doubled. The index over the number as typed goes with the next release.
ALTER TABLE "orders" ADD COLUMN "purchase_order_key" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "purchase_order_doubled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD COLUMN "purchase_order_key" text;--> statement-breakpoint
CREATE UNIQUE INDEX "orders_purchase_order_key" ON "orders" USING btree ("account_id","purchase_order_key") WHERE not "orders"."purchase_order_doubled";--> statement-breakpoint
CREATE INDEX "orders_by_purchase_order_key" ON "orders" USING btree ("purchase_order_key");--> statement-breakpoint
CREATE INDEX "orders_without_purchase_order_key" ON "orders" USING btree ("placed_at") WHERE "orders"."purchase_order_number" is not null and "orders"."purchase_order_key" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "approval_requests_purchase_order_key" ON "approval_requests" USING btree ("account_id","purchase_order_key") WHERE "approval_requests"."state" = 'waiting';
--> statement-breakpoint
-- No tax rate is not a rate of zero: quotes and orders note the net amount that has none. Older rows stay without a note.
ALTER TABLE "orders" ADD COLUMN "no_rate_minor" bigint;--> statement-breakpoint
ALTER TABLE "quotes" ADD COLUMN "no_rate_minor" bigint;--> statement-breakpoint
ALTER TABLE "sales_quote_versions" ADD COLUMN "no_rate_minor" bigint;--> statement-breakpoint
CREATE INDEX "orders_without_rate" ON "orders" USING btree ("placed_at") WHERE "orders"."no_rate_minor" > 0;
