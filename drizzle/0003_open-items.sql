DROP INDEX "items_listing";--> statement-breakpoint
DROP INDEX "items_search";--> statement-breakpoint
DROP INDEX "items_requires";--> statement-breakpoint
CREATE INDEX "items_open" ON "items" USING btree ("title","part_number") WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
CREATE INDEX "items_open_category" ON "items" USING btree ("category","title","part_number") WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
CREATE INDEX "items_search" ON "items" USING gin (to_tsvector('simple', translate("title" || ' ' || "part_number" || ' ' || "description", '-_./:@+#&<>%~=?*', '                '))) WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "items_requires" ON "items" USING gin ("requires_any_of") WITH (fastupdate=false);