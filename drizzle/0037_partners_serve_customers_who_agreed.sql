-- A line keeps the channel partners that the platform names on it: a partner serves no customer because it knows an account ID.
ALTER TABLE "entitlement_lines" ADD COLUMN "partner_account_ids" text[];--> statement-breakpoint
CREATE INDEX "entitlement_lines_partners" ON "entitlement_lines" USING gin ("partner_account_ids") WHERE cardinality("entitlement_lines"."partner_account_ids") > 0;
--> statement-breakpoint
-- What customers and staff say of partners, and a bound on guessing account IDs; carts are closed with a reason when a partner may not order for
-- their customer any more.
CREATE TABLE "account_guesses" (
	"account_id" text PRIMARY KEY NOT NULL,
	"guesses" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "partner_consents" (
	"partner_account_id" text NOT NULL,
	"customer_account_id" text NOT NULL,
	"state" text NOT NULL,
	"asked_by" text,
	"asked_at" timestamp (3) with time zone,
	"decided_by" text,
	"decided_for" text,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "partner_consents_partner_account_id_customer_account_id_pk" PRIMARY KEY("partner_account_id","customer_account_id"),
	CONSTRAINT "partner_consents_state_known" CHECK ("partner_consents"."state" in ('invited', 'granted', 'declined', 'withdrawn', 'reinvited', 'ended')),
	CONSTRAINT "partner_consents_decided_for_known" CHECK ("partner_consents"."decided_for" in ('customer', 'staff')),
	CONSTRAINT "partner_consents_two_accounts" CHECK ("partner_consents"."partner_account_id" <> "partner_consents"."customer_account_id")
);
--> statement-breakpoint
ALTER TABLE "carts" DROP CONSTRAINT "carts_state_known";--> statement-breakpoint
ALTER TABLE "carts" ADD COLUMN "closed_reason" text;--> statement-breakpoint
CREATE INDEX "partner_consents_customer" ON "partner_consents" USING btree ("customer_account_id");--> statement-breakpoint
CREATE INDEX "carts_closed" ON "carts" USING btree ("account_id","user_name","updated_at") WHERE "carts"."state" = 'closed';--> statement-breakpoint
CREATE INDEX "carts_customer" ON "carts" USING btree ("end_customer_account_id") WHERE "carts"."state" in ('open', 'quoted');--> statement-breakpoint
ALTER TABLE "carts" ADD CONSTRAINT "carts_closed_with_reason" CHECK (("carts"."state" = 'closed') = ("carts"."closed_reason" is not null));--> statement-breakpoint
ALTER TABLE "carts" ADD CONSTRAINT "carts_state_known" CHECK ("carts"."state" in ('open', 'quoted', 'ordered', 'closed'));
