-- No tax rate is not a rate of zero: quotes and orders note the net amount that has none. Older rows stay without a note.
ALTER TABLE "orders" ADD COLUMN "no_rate_minor" bigint;--> statement-breakpoint
ALTER TABLE "quotes" ADD COLUMN "no_rate_minor" bigint;--> statement-breakpoint
ALTER TABLE "sales_quote_versions" ADD COLUMN "no_rate_minor" bigint;--> statement-breakpoint
CREATE INDEX "orders_without_rate" ON "orders" USING btree ("placed_at") WHERE "orders"."no_rate_minor" > 0;