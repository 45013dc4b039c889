-- Freight without a rate is told apart from freight of zero; null on rows from before this was noted.
DROP INDEX "orders_without_rate";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "freight_no_rate" boolean;--> statement-breakpoint
ALTER TABLE "quotes" ADD COLUMN "freight_no_rate" boolean;--> statement-breakpoint
ALTER TABLE "sales_quote_versions" ADD COLUMN "freight_no_rate" boolean;--> statement-breakpoint
CREATE INDEX "orders_without_a_rate" ON "orders" USING btree ("placed_at") WHERE "orders"."no_rate_minor" > 0 or "orders"."freight_no_rate";