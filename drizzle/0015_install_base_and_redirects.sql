CREATE TABLE "passed_handoffs" (
	"jti" text PRIMARY KEY NOT NULL,
	"rule_id" text NOT NULL,
	"target_origin" text NOT NULL,
	"passed_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "redirect_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"account_type" text NOT NULL,
	"partner_tier" text NOT NULL,
	"account_id" text NOT NULL,
	"target_url" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "redirect_rules_not_staff" CHECK ("redirect_rules"."account_type" <> 'internal')
);
--> statement-breakpoint
CREATE TABLE "media_offers" (
	"part_number" text PRIMARY KEY NOT NULL,
	"offered" boolean NOT NULL,
	"withdrawn_before" timestamp (3) with time zone,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "kit_offers" (
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"part_number" text NOT NULL,
	"package_id" text NOT NULL,
	"state" text NOT NULL,
	"shown_at" timestamp (3) with time zone NOT NULL,
	"choice" text,
	"chose_at" timestamp (3) with time zone,
	CONSTRAINT "kit_offers_account_id_user_name_part_number_pk" PRIMARY KEY("account_id","user_name","part_number"),
	CONSTRAINT "kit_offers_state_known" CHECK ("kit_offers"."state" in ('none', 'ready', 'empty', 'unknown')),
	CONSTRAINT "kit_offers_choice_known" CHECK ("kit_offers"."choice" in ('download', 'media')),
	CONSTRAINT "kit_offers_choice_dated" CHECK (("kit_offers"."choice" is null) = ("kit_offers"."chose_at" is null))
);
--> statement-breakpoint
CREATE TABLE "taken_downloads" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"activation_id" text NOT NULL,
	"package_id" text NOT NULL,
	"file_id" text NOT NULL,
	"file_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "carts" ADD COLUMN "co_term_through" date;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "term_start" date;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "term_through" date;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "whole_terms" integer;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "days_used" integer;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "days_in_term" integer;--> statement-breakpoint
CREATE INDEX "passed_handoffs_expires" ON "passed_handoffs" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "redirect_rules_match" ON "redirect_rules" USING btree ("account_type","partner_tier","account_id");--> statement-breakpoint
CREATE INDEX "kit_offers_chose" ON "kit_offers" USING btree ("choice","chose_at");--> statement-breakpoint
CREATE INDEX "taken_downloads_package" ON "taken_downloads" USING btree ("account_id","package_id","at");--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_days_fit" CHECK ("order_lines"."days_used" between 0 and "order_lines"."days_in_term");