-- Order numbers carry a prefix of the store's, and the links of add-ons to their base lines are work of their own.
CREATE TABLE "parent_links" (
	"activation_id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"last_error" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"done_by" text,
	CONSTRAINT "parent_links_state_known" CHECK ("parent_links"."state" in ('waiting', 'linked', 'refused', 'done-by-hand'))
);
--> statement-breakpoint
CREATE TABLE "order_numbering" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"prefix" text NOT NULL,
	"found_number" text,
	"found_at" timestamp (3) with time zone,
	CONSTRAINT "order_numbering_one_row" CHECK ("order_numbering"."id" = 1)
);
--> statement-breakpoint
CREATE INDEX "parent_links_open" ON "parent_links" USING btree ("updated_at") WHERE "parent_links"."state" in ('waiting', 'refused');
--> statement-breakpoint
-- What an account would have paid on an earlier day can be asked, so the rows that prices follow from keep their former versions.
-- Lists have a valid_from of their own, which is a day; the instant from which a row is known is called known_from here.
CREATE FUNCTION stamp_known_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.known_from := greatest(now(), OLD.known_from);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION keep_former_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- What came and went in one transaction was never seen by anybody.
  INSERT INTO rights_history (table_name, data, valid_from, valid_to)
    SELECT TG_TABLE_NAME, to_json(former), former.known_from, now() FROM former WHERE former.known_from < now();
  RETURN NULL;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY array['price_lists', 'price_list_entries', 'account_groups', 'discount_rules'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN known_from timestamptz NOT NULL DEFAULT now()', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION stamp_known_row()',
      name || '_version', name);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS former
      FOR EACH STATEMENT EXECUTE FUNCTION keep_former_rows()', name || '_changed', name);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS former
      FOR EACH STATEMENT EXECUTE FUNCTION keep_former_rows()', name || '_deleted', name);
  END LOOP;
END
$$;

--> statement-breakpoint
-- A release whose date is not known is hidden or offered, as the configuration says; rights and answers follow from the row.
CREATE TABLE "rights_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"unknown_release" text NOT NULL,
	CONSTRAINT "rights_settings_one_row" CHECK ("rights_settings"."id" = 1),
	CONSTRAINT "rights_settings_unknown_release_known" CHECK ("rights_settings"."unknown_release" in ('hide', 'offer'))
);
--> statement-breakpoint
SELECT answers_follow_from('rights_settings', 'everybody');

--> statement-breakpoint
-- What a tenant demands of the lines that are created there is imported as data.
CREATE TABLE "push_attributes" (
	"scope" text PRIMARY KEY NOT NULL,
	"row" jsonb NOT NULL
);

