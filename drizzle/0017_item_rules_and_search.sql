-- Rules of items as data, and a search that weighs words and forgives typing errors.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The search needs the PostgreSQL extension pg_trgm, which this database user may not create. Let an administrator run CREATE EXTENSION pg_trgm in this database once, and start the store again.';
  WHEN undefined_file OR feature_not_supported THEN
    RAISE EXCEPTION 'The search needs the PostgreSQL extension pg_trgm, which this server does not have. Install the server''s contrib package, and start the store again.';
END $$;
--> statement-breakpoint
DROP INDEX "items_search";--> statement-breakpoint
ALTER TABLE "item_overrides" ADD COLUMN "requires_all_of" text[];--> statement-breakpoint
ALTER TABLE "item_overrides" ADD COLUMN "requires_none_of" text[];--> statement-breakpoint
ALTER TABLE "item_overrides" ADD COLUMN "partner_tiers" text[];--> statement-breakpoint
ALTER TABLE "item_overrides" ADD COLUMN "only_accounts" text[];--> statement-breakpoint
ALTER TABLE "item_overrides" ADD COLUMN "not_accounts" text[];--> statement-breakpoint
ALTER TABLE "item_overrides" ADD COLUMN "visible_from" date;--> statement-breakpoint
ALTER TABLE "item_overrides" ADD COLUMN "visible_through" date;--> statement-breakpoint
ALTER TABLE "item_overrides" ADD COLUMN "max_per_account" integer;--> statement-breakpoint
ALTER TABLE "item_overrides" ADD COLUMN "per_account_days" integer;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "requires_all_of" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "requires_none_of" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "partner_tiers" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "only_accounts" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "not_accounts" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "visible_from" date;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "visible_through" date;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "max_per_account" integer;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "per_account_days" integer;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', translate(title, '-_./:@+#&<>%~=?*', '                ')), 'A') || setweight(to_tsvector('simple', translate(part_number || ' ' || coalesce(product_name, '') || ' ' || coalesce(product_version, ''), '-_./:@+#&<>%~=?*', '                ')), 'B') || setweight(to_tsvector('simple', translate(part_number, '-_./:@+#&<>%~=?*', '')), 'B') || setweight(to_tsvector('simple', translate(category || ' ' || coalesce(product_line, ''), '-_./:@+#&<>%~=?*', '                ')), 'C') || setweight(to_tsvector('simple', translate(description, '-_./:@+#&<>%~=?*', '                ')), 'D')) STORED;--> statement-breakpoint
CREATE INDEX "items_search_open" ON "items" USING gin ("search") WITH (fastupdate=false) WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
CREATE INDEX "items_similar_open" ON "items" USING gin ((lower(title || ' ' || part_number || ' ' || coalesce(product_name, ''))) gin_trgm_ops) WITH (fastupdate=false) WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_max_per_account_positive" CHECK ("items"."max_per_account" > 0 and "items"."per_account_days" > 0);
--> statement-breakpoint
-- Items open to all that are like what was typed. A function, because the threshold that the index works with is a setting.
CREATE FUNCTION items_like(wanted text) RETURNS TABLE (part_number text, likeness real) LANGUAGE sql STABLE
  SET pg_trgm.word_similarity_threshold = '0.45' AS $$
  SELECT i.part_number, word_similarity(lower(wanted), lower(i.title || ' ' || i.part_number || ' ' || coalesce(i.product_name, '')))
  FROM items i
  WHERE i.requires_any_of = '{}' AND lower(wanted) <% lower(i.title || ' ' || i.part_number || ' ' || coalesce(i.product_name, ''))
$$;
