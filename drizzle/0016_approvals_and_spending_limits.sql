-- Which orders of a company wait for an approver, what each member may spend, and what waits.
CREATE SEQUENCE "public"."deal_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 101 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."sales_quote_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 101 CACHE 1;--> statement-breakpoint
CREATE TABLE "approval_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"asked_quote_id" text NOT NULL,
	"quote_id" text NOT NULL,
	"payment_method" text NOT NULL,
	"purchase_order_number" text,
	"price_promised_until" timestamp (3) with time zone,
	"reasons" jsonb NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	CONSTRAINT "approval_requests_asked_quote_id_unique" UNIQUE("asked_quote_id"),
	CONSTRAINT "approval_requests_quote_id_unique" UNIQUE("quote_id"),
	CONSTRAINT "approval_requests_state_known" CHECK ("approval_requests"."state" in ('waiting', 'released', 'rejected', 'withdrawn', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "approval_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text,
	"over_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "approval_rules_amount_not_negative" CHECK ("approval_rules"."over_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "approval_settings" (
	"account_id" text PRIMARY KEY NOT NULL,
	"own_approval_allowed" boolean NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "spending_limits" (
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"period" text NOT NULL,
	"limit_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "spending_limits_account_id_user_name_period_pk" PRIMARY KEY("account_id","user_name","period"),
	CONSTRAINT "spending_limits_not_negative" CHECK ("spending_limits"."limit_minor" >= 0),
	CONSTRAINT "spending_limits_period_known" CHECK ("spending_limits"."period" in ('day', 'week', 'month', 'quarter', 'year'))
);
--> statement-breakpoint
CREATE TABLE "deal_holds" (
	"deal_id" text NOT NULL,
	"customer" text NOT NULL,
	"part_number" text NOT NULL,
	"held_from" date NOT NULL,
	"held_through" date,
	CONSTRAINT "deal_holds_deal_id_part_number_pk" PRIMARY KEY("deal_id","part_number")
);
--> statement-breakpoint
CREATE TABLE "deal_registrations" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"partner_account_id" text NOT NULL,
	"registered_by" text NOT NULL,
	"end_customer_account_id" text,
	"prospect_name" text NOT NULL,
	"state" text NOT NULL,
	"part_numbers" text[] NOT NULL,
	"estimated_quantity" integer NOT NULL,
	"note" text NOT NULL,
	"discount_basis_points" integer,
	"valid_from" date,
	"valid_through" date,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "deal_registrations_number_unique" UNIQUE("number"),
	CONSTRAINT "deal_registrations_state_known" CHECK ("deal_registrations"."state" in ('submitted', 'approved', 'rejected', 'withdrawn')),
	CONSTRAINT "deal_registrations_customer_named" CHECK ("deal_registrations"."end_customer_account_id" is not null or "deal_registrations"."prospect_name" <> ''),
	CONSTRAINT "deal_registrations_discount" CHECK ("deal_registrations"."discount_basis_points" between 0 and 10000),
	CONSTRAINT "deal_registrations_approved_has_terms" CHECK ("deal_registrations"."state" <> 'approved' or ("deal_registrations"."discount_basis_points" is not null and "deal_registrations"."valid_from" is not null and "deal_registrations"."valid_through" >= "deal_registrations"."valid_from"))
);
--> statement-breakpoint
CREATE TABLE "sales_quote_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"quote_id" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"currency" char(3) NOT NULL,
	"lines" jsonb NOT NULL,
	"net_minor" bigint NOT NULL,
	"freight_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"ship_to" jsonb NOT NULL,
	"ship_to_account_id" text,
	"bill_to_account_id" text,
	"bill_to" jsonb,
	"terms" text NOT NULL,
	"note" text NOT NULL,
	"valid_through" date NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_reason" text,
	CONSTRAINT "sales_quote_versions_state_known" CHECK ("sales_quote_versions"."state" in ('draft', 'sent', 'accepted', 'declined', 'superseded', 'expired', 'withdrawn')),
	CONSTRAINT "sales_quote_versions_total_adds_up" CHECK ("sales_quote_versions"."total_minor" = "sales_quote_versions"."net_minor" + "sales_quote_versions"."freight_minor" + "sales_quote_versions"."tax_minor")
);
--> statement-breakpoint
CREATE TABLE "sales_quotes" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"account_id" text NOT NULL,
	"end_customer_account_id" text,
	"contact_user_name" text NOT NULL,
	"drafted_by" text,
	"order_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sales_quotes_number_unique" UNIQUE("number"),
	CONSTRAINT "sales_quotes_order_id_unique" UNIQUE("order_id")
);
--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_asked_quote_id_quotes_id_fk" FOREIGN KEY ("asked_quote_id") REFERENCES "public"."quotes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_quote_id_quotes_id_fk" FOREIGN KEY ("quote_id") REFERENCES "public"."quotes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_holds" ADD CONSTRAINT "deal_holds_deal_id_deal_registrations_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal_registrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sales_quote_versions" ADD CONSTRAINT "sales_quote_versions_quote_id_sales_quotes_id_fk" FOREIGN KEY ("quote_id") REFERENCES "public"."sales_quotes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sales_quotes" ADD CONSTRAINT "sales_quotes_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approval_requests_account" ON "approval_requests" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "approval_requests_purchase_order" ON "approval_requests" USING btree ("account_id","purchase_order_number") WHERE "approval_requests"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "approval_rules_account" ON "approval_rules" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "deal_registrations_partner" ON "deal_registrations" USING btree ("partner_account_id","created_at");--> statement-breakpoint
CREATE INDEX "deal_registrations_created" ON "deal_registrations" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "deal_registrations_customer" ON "deal_registrations" USING btree ("end_customer_account_id","partner_account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sales_quote_versions_number" ON "sales_quote_versions" USING btree ("quote_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "sales_quote_versions_one_draft" ON "sales_quote_versions" USING btree ("quote_id") WHERE "sales_quote_versions"."state" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "sales_quote_versions_one_sent" ON "sales_quote_versions" USING btree ("quote_id") WHERE "sales_quote_versions"."state" = 'sent';--> statement-breakpoint
CREATE UNIQUE INDEX "sales_quote_versions_one_accepted" ON "sales_quote_versions" USING btree ("quote_id") WHERE "sales_quote_versions"."state" = 'accepted';--> statement-breakpoint
CREATE INDEX "sales_quote_versions_ending" ON "sales_quote_versions" USING btree ("valid_through") WHERE "sales_quote_versions"."state" = 'sent';--> statement-breakpoint
CREATE INDEX "sales_quotes_account" ON "sales_quotes" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "sales_quotes_created" ON "sales_quotes" USING btree ("created_at");