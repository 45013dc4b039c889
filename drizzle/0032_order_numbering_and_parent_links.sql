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