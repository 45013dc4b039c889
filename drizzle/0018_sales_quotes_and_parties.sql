ALTER TABLE "carts" DROP CONSTRAINT "carts_state_known";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "ship_to_account_id" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "bill_to_account_id" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "bill_to" jsonb;--> statement-breakpoint
ALTER TABLE "quotes" ADD COLUMN "ship_to_account_id" text;--> statement-breakpoint
ALTER TABLE "quotes" ADD COLUMN "bill_to_account_id" text;--> statement-breakpoint
ALTER TABLE "quotes" ADD COLUMN "bill_to" jsonb;--> statement-breakpoint
ALTER TABLE "quotes" ADD COLUMN "sales_quote_version_id" text;--> statement-breakpoint
ALTER TABLE "quotes" ADD COLUMN "accepted_for_by" text;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_sales_quote_version_id_unique" UNIQUE("sales_quote_version_id");--> statement-breakpoint
ALTER TABLE "carts" ADD CONSTRAINT "carts_state_known" CHECK ("carts"."state" in ('open', 'quoted', 'ordered'));--> statement-breakpoint
-- Two partners cannot hold the same part number at the same customer in the same days, also when they ask at once.
CREATE EXTENSION IF NOT EXISTS btree_gist;--> statement-breakpoint
ALTER TABLE "deal_holds" ADD CONSTRAINT "deal_holds_one_partner" EXCLUDE USING gist ("customer" WITH =, "part_number" WITH =, daterange("held_from", "held_through", '[]') WITH &&);--> statement-breakpoint
-- What was offered stays as it was offered; only its state moves.
CREATE FUNCTION keep_sent_quote_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (to_jsonb(NEW) - '{state,closed_at,closed_reason}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{state,closed_at,closed_reason}'::text[]) THEN
    RAISE EXCEPTION 'version % of quote % was sent and cannot change', OLD.version, OLD.quote_id;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "sales_quote_versions_keep" BEFORE UPDATE ON "sales_quote_versions" FOR EACH ROW EXECUTE FUNCTION keep_sent_quote_version();
