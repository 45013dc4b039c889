DROP INDEX "items_search_open";--> statement-breakpoint
DROP INDEX "items_similar_open";--> statement-breakpoint
DROP INDEX "items_requires";--> statement-breakpoint
CREATE INDEX "items_search_open" ON "items" USING gin ("search") WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
CREATE INDEX "items_similar_open" ON "items" USING gin ((lower(title || ' ' || part_number || ' ' || coalesce(product_name, ''))) gin_trgm_ops) WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
CREATE INDEX "items_requires" ON "items" USING gin ("requires_any_of");