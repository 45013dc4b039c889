CREATE TABLE "account_groups" (
	"account_id" text NOT NULL,
	"group_id" text NOT NULL,
	CONSTRAINT "account_groups_account_id_group_id_pk" PRIMARY KEY("account_id","group_id")
);
--> statement-breakpoint
ALTER TABLE "price_lists" DROP CONSTRAINT "price_lists_audience_known";--> statement-breakpoint
ALTER TABLE "cart_lines" ADD COLUMN "shown_unit_minor" bigint;--> statement-breakpoint
ALTER TABLE "cart_lines" ADD COLUMN "shown_currency" text;--> statement-breakpoint
ALTER TABLE "price_list_entries" ADD COLUMN "increment" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "account_groups_group" ON "account_groups" USING btree ("group_id","account_id");--> statement-breakpoint
CREATE INDEX "price_list_entries_list" ON "price_list_entries" USING btree ("price_list_id","part_number","min_quantity");--> statement-breakpoint
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_shown_whole" CHECK (("cart_lines"."shown_unit_minor" is null) = ("cart_lines"."shown_currency" is null));--> statement-breakpoint
ALTER TABLE "price_list_entries" ADD CONSTRAINT "price_list_entries_increment_positive" CHECK ("price_list_entries"."increment" > 0);--> statement-breakpoint
ALTER TABLE "price_lists" ADD CONSTRAINT "price_lists_audience_known" CHECK ("price_lists"."audience" in ('account', 'group', 'partnerTier', 'accountType', 'everybody'));--> statement-breakpoint
SELECT answers_follow_from('account_groups', 'account');
