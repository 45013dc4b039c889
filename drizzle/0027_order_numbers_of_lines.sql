-- Only what carries a number is looked up by one, and an index costs each line that is written.
DROP INDEX "entitlement_lines_order";--> statement-breakpoint
CREATE INDEX "entitlement_lines_order" ON "entitlement_lines" USING btree ("order_id") WHERE "entitlement_lines"."order_id" is not null;