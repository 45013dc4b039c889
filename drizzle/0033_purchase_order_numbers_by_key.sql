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