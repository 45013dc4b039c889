-- The tables of the store, and what a schema in TypeScript cannot say: extensions, triggers and storage.

-- 1. Extensions: the search forgives typing errors, and a deal holds a part number for a span of days.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The search needs the PostgreSQL extension pg_trgm, which this database user may not create. Let an administrator run CREATE EXTENSION pg_trgm in this database once, and start the store again.';
  WHEN undefined_file OR feature_not_supported THEN
    RAISE EXCEPTION 'The search needs the PostgreSQL extension pg_trgm, which this server does not have. Install the server''s contrib package, and start the store again.';
END $$;
--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
-- 2. Tables
CREATE SEQUENCE "public"."order_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 101 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."deal_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 101 CACHE 1;--> statement-breakpoint
CREATE SEQUENCE "public"."quote_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 101 CACHE 1;--> statement-breakpoint
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
CREATE TABLE "push_attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"action" text NOT NULL,
	"outcome" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "push_lines" (
	"activation_id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"order_line_number" integer NOT NULL,
	"part_number" text NOT NULL,
	"quantity" integer NOT NULL,
	"start_date" date NOT NULL,
	"expiration_date" date,
	"target_entitlement_id" text,
	"base_activation_id" text,
	"maintenance_of" jsonb,
	"live_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "pushes" (
	"order_id" text PRIMARY KEY NOT NULL,
	"order_number" text NOT NULL,
	"entitlement_id" text NOT NULL,
	"account_id" text NOT NULL,
	"partner_account_id" text,
	"contact_user_name" text,
	"ship_to_email" text,
	"locale" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"welcomed_at" timestamp (3) with time zone,
	CONSTRAINT "pushes_order_number_unique" UNIQUE("order_number"),
	CONSTRAINT "pushes_state_known" CHECK ("pushes"."state" in ('queued', 'sending', 'unknown', 'live', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "entitlement_lines" (
	"activation_id" text PRIMARY KEY NOT NULL,
	"entitlement_id" text NOT NULL,
	"account_id" text NOT NULL,
	"entitlement_state" text NOT NULL,
	"state" text NOT NULL,
	"product_name" text,
	"product_version" text,
	"part_number" text,
	"quantity" integer NOT NULL,
	"remaining_quantity" integer NOT NULL,
	"start_date" date,
	"expiration_date" date,
	"permanent" boolean NOT NULL,
	"order_id" text,
	"order_line_number" text,
	"parent_activation_id" text,
	"platform_id" text,
	"origin_activation_id" text,
	"partner_account_ids" text[],
	"row_hash" text,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "line_successors" (
	"former_activation_id" text NOT NULL,
	"activation_id" text NOT NULL,
	"proof" text NOT NULL,
	"run_id" text NOT NULL,
	"noted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "line_successors_former_activation_id_activation_id_pk" PRIMARY KEY("former_activation_id","activation_id"),
	CONSTRAINT "line_successors_proof_known" CHECK ("line_successors"."proof" in ('platform-id', 'origin', 'order-line'))
);
--> statement-breakpoint
CREATE TABLE "maintenance_lines" (
	"activation_id" text PRIMARY KEY NOT NULL,
	"entitlement_id" text NOT NULL,
	"state" text NOT NULL,
	"product_name" text,
	"product_version" text,
	"part_number" text,
	"start_date" date,
	"expiration_date" date,
	"permanent" boolean NOT NULL,
	"order_id" text,
	"order_line_number" text,
	"covered_activation_ids" text[] NOT NULL,
	"row_hash" text,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "platform_part_numbers" (
	"part_number" text PRIMARY KEY NOT NULL,
	"description" text NOT NULL,
	"product_name" text,
	"product_version" text,
	"row_hash" text NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "product_chains" (
	"id" text PRIMARY KEY NOT NULL,
	"from_name" text NOT NULL,
	"from_version" text,
	"to_name" text NOT NULL,
	"to_version" text NOT NULL,
	"grants" text NOT NULL,
	"validator" text NOT NULL,
	"warranty_days" integer,
	"cohort" text[] NOT NULL,
	"general_from" date,
	CONSTRAINT "product_chains_grants_known" CHECK ("product_chains"."grants" in ('update', 'upgrade', 'hidden')),
	CONSTRAINT "product_chains_validator_known" CHECK ("product_chains"."validator" in ('subscription', 'maintenance', 'warranty')),
	CONSTRAINT "product_chains_warranty_has_days" CHECK (("product_chains"."validator" = 'warranty') = ("product_chains"."warranty_days" is not null and "product_chains"."warranty_days" >= 0))
);
--> statement-breakpoint
CREATE TABLE "product_relations" (
	"from_name" text NOT NULL,
	"from_version" text NOT NULL,
	"to_name" text NOT NULL,
	"to_version" text NOT NULL,
	"relation" text NOT NULL,
	"row_hash" text NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "product_relations_from_name_from_version_to_name_to_version_relation_pk" PRIMARY KEY("from_name","from_version","to_name","to_version","relation")
);
--> statement-breakpoint
CREATE TABLE "product_releases" (
	"name" text NOT NULL,
	"version" text NOT NULL,
	"first_seen_on" date NOT NULL,
	CONSTRAINT "product_releases_name_version_pk" PRIMARY KEY("name","version")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"name" text NOT NULL,
	"version" text NOT NULL,
	"kind" text NOT NULL,
	"platform_id" text NOT NULL,
	"description" text NOT NULL,
	"state" text NOT NULL,
	"product_line" text,
	"attributes" jsonb NOT NULL,
	"row_hash" text NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "products_name_version_pk" PRIMARY KEY("name","version")
);
--> statement-breakpoint
CREATE TABLE "rights_history" (
	"table_name" text NOT NULL,
	"data" json NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone NOT NULL,
	CONSTRAINT "rights_history_period_not_empty" CHECK ("rights_history"."valid_from" < "rights_history"."valid_to")
);
--> statement-breakpoint
CREATE TABLE "rights_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"unknown_release" text NOT NULL,
	CONSTRAINT "rights_settings_one_row" CHECK ("rights_settings"."id" = 1),
	CONSTRAINT "rights_settings_unknown_release_known" CHECK ("rights_settings"."unknown_release" in ('hide', 'offer'))
);
--> statement-breakpoint
CREATE TABLE "undelivered_grants" (
	"activation_id" text NOT NULL,
	"product_name" text NOT NULL,
	"product_version" text NOT NULL,
	"account_id" text NOT NULL,
	"chain_id" text NOT NULL,
	"first_found_at" timestamp (3) with time zone NOT NULL,
	"last_found_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "undelivered_grants_activation_id_product_name_product_version_pk" PRIMARY KEY("activation_id","product_name","product_version")
);
--> statement-breakpoint
CREATE TABLE "drift_reports" (
	"run_id" text PRIMARY KEY NOT NULL,
	"compared_at" timestamp (3) with time zone NOT NULL,
	"compared" integer NOT NULL,
	"found" integer NOT NULL,
	"counts" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drift_rows" (
	"run_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"cause" text NOT NULL,
	"account_id" text,
	"order_number" text,
	"differences" jsonb NOT NULL,
	CONSTRAINT "drift_rows_run_id_kind_key_pk" PRIMARY KEY("run_id","kind","key"),
	CONSTRAINT "drift_rows_cause_known" CHECK ("drift_rows"."cause" in ('missing-on-platform', 'missing-in-store', 'different', 'changed-after-push'))
);
--> statement-breakpoint
CREATE TABLE "held_removals" (
	"run_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"label" text NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "held_removals_run_id_kind_key_pk" PRIMARY KEY("run_id","kind","key"),
	CONSTRAINT "held_removals_state_known" CHECK ("held_removals"."state" in ('held', 'applied', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "quarantined_rows" (
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"has_key" boolean NOT NULL,
	"place" text NOT NULL,
	"reason" text NOT NULL,
	"run_id" text NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "quarantined_rows_kind_key_pk" PRIMARY KEY("kind","key")
);
--> statement-breakpoint
CREATE TABLE "read_pages" (
	"step" text NOT NULL,
	"page" integer NOT NULL,
	"etag" text NOT NULL,
	"has_more" boolean NOT NULL,
	"keys_mark" text NOT NULL,
	"keys" text[] NOT NULL,
	"rows_mark" text NOT NULL,
	"layout" text NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "read_pages_step_page_pk" PRIMARY KEY("step","page")
);
--> statement-breakpoint
CREATE TABLE "sync_progress" (
	"run_id" text NOT NULL,
	"step" text NOT NULL,
	"next_page" integer NOT NULL,
	"rows" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sync_progress_run_id_step_pk" PRIMARY KEY("run_id","step")
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"trigger" text NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"dry_run" boolean DEFAULT false NOT NULL,
	"dry_run_report" jsonb,
	"report" jsonb,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "sync_watermarks" (
	"step" text PRIMARY KEY NOT NULL,
	"read_from" timestamp (3) with time zone NOT NULL,
	"run_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "match_facts" (
	"run_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"sentence" text NOT NULL,
	"amount_minor" bigint,
	"currency" char(3),
	"cause" text NOT NULL,
	"owner" text NOT NULL,
	"next_step" text NOT NULL,
	CONSTRAINT "match_facts_run_id_kind_subject_pk" PRIMARY KEY("run_id","kind","subject")
);
--> statement-breakpoint
CREATE TABLE "match_rows" (
	"run_id" text NOT NULL,
	"order_line_id" text NOT NULL,
	"order_id" text NOT NULL,
	"order_number" text NOT NULL,
	"line_number" integer NOT NULL,
	"part_number" text NOT NULL,
	"placed_on" date NOT NULL,
	"currency" char(3) NOT NULL,
	"ordered_minor" bigint NOT NULL,
	"posted_minor" bigint NOT NULL,
	"money" jsonb NOT NULL,
	"right" jsonb NOT NULL,
	"parcel" jsonb NOT NULL,
	"cause" text,
	"owner" text,
	"next_step" text,
	CONSTRAINT "match_rows_run_id_order_line_id_pk" PRIMARY KEY("run_id","order_line_id")
);
--> statement-breakpoint
CREATE TABLE "match_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"from_day" date NOT NULL,
	"through_day" date NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"line_count" integer NOT NULL,
	"difference_count" integer NOT NULL,
	"totals" jsonb
);
--> statement-breakpoint
CREATE TABLE "right_grants" (
	"activation_id" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"granted_by" text NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rights_listings" (
	"name" text PRIMARY KEY NOT NULL,
	"making" bigint NOT NULL,
	"listed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rights_without_order" (
	"activation_id" text PRIMARY KEY NOT NULL,
	"position" integer NOT NULL,
	"granted" boolean NOT NULL,
	"obligation" text NOT NULL,
	"entitlement_id" text NOT NULL,
	"account_id" text,
	"account_name" text,
	"product_name" text,
	"product_version" text,
	"part_number" text,
	"quantity" integer NOT NULL,
	"start_date" date,
	"expiration_date" date,
	"unit_minor" bigint,
	"value_minor" bigint,
	"currency" char(3)
);
--> statement-breakpoint
CREATE TABLE "order_events" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"actor" text NOT NULL,
	"sentence" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"line_number" integer NOT NULL,
	"part_number" text NOT NULL,
	"title" text NOT NULL,
	"obligation" text NOT NULL,
	"origin" text NOT NULL,
	"quantity" integer NOT NULL,
	"target_activation_id" text DEFAULT '' NOT NULL,
	"list_price_minor" bigint NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"net_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"term_months" integer,
	"term_start" date,
	"term_through" date,
	"whole_terms" integer,
	"days_used" integer,
	"days_in_term" integer,
	"price_rule" text NOT NULL,
	"trace" jsonb NOT NULL,
	"state" text NOT NULL,
	"activation_id" text,
	"base_activation_id" text,
	"base_product" text,
	"download_declined" boolean NOT NULL,
	"failure" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_lines_activation_id_unique" UNIQUE("activation_id"),
	CONSTRAINT "order_lines_quantity_positive" CHECK ("order_lines"."quantity" > 0),
	CONSTRAINT "order_lines_base_whole" CHECK (("order_lines"."base_activation_id" is null) = ("order_lines"."base_product" is null)),
	CONSTRAINT "order_lines_days_fit" CHECK ("order_lines"."days_used" between 0 and "order_lines"."days_in_term"),
	CONSTRAINT "order_lines_state_known" CHECK ("order_lines"."state" in ('placed', 'pushing', 'unclear', 'live', 'inProduction', 'made', 'awaitingShipment', 'shipped', 'failed'))
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
CREATE TABLE "orders" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"end_customer_account_id" text NOT NULL,
	"priced_cart_id" text NOT NULL,
	"payment_method" text NOT NULL,
	"purchase_order_number" text,
	"purchase_order_key" text,
	"purchase_order_doubled" boolean DEFAULT false NOT NULL,
	"payment_id" text,
	"currency" char(3) NOT NULL,
	"net_minor" bigint NOT NULL,
	"freight_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"no_rate_minor" bigint,
	"freight_no_rate" boolean,
	"total_minor" bigint NOT NULL,
	"ship_to" jsonb NOT NULL,
	"ship_to_account_id" text,
	"bill_to_account_id" text,
	"bill_to" jsonb,
	"contact_email" text NOT NULL,
	"locale" text NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"placed_on" date NOT NULL,
	CONSTRAINT "orders_number_unique" UNIQUE("number"),
	CONSTRAINT "orders_priced_cart_id_unique" UNIQUE("priced_cart_id"),
	CONSTRAINT "orders_payment_id_unique" UNIQUE("payment_id"),
	CONSTRAINT "orders_total_not_negative" CHECK ("orders"."total_minor" >= 0),
	CONSTRAINT "orders_total_adds_up" CHECK ("orders"."total_minor" = "orders"."net_minor" + "orders"."freight_minor" + "orders"."tax_minor"),
	CONSTRAINT "orders_payment_matches" CHECK (("orders"."payment_method" = 'free') = ("orders"."total_minor" = 0) and ("orders"."payment_method" = 'card') = ("orders"."payment_id" is not null) and ("orders"."payment_method" = 'purchaseOrder') = ("orders"."purchase_order_number" is not null))
);
--> statement-breakpoint
CREATE TABLE "shipment_lines" (
	"shipment_id" text NOT NULL,
	"order_line_id" text NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "shipment_lines_shipment_id_order_line_id_pk" PRIMARY KEY("shipment_id","order_line_id")
);
--> statement-breakpoint
CREATE TABLE "shipments" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"carrier" text NOT NULL,
	"tracking_number" text NOT NULL,
	"shipped_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bom_items" (
	"part_number" text NOT NULL,
	"bom_version" integer NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"reference" text NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "bom_items_part_number_bom_version_position_pk" PRIMARY KEY("part_number","bom_version","position")
);
--> statement-breakpoint
CREATE TABLE "brands" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"colour" text NOT NULL,
	"licence_notice" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "media_files" (
	"sha256" text PRIMARY KEY NOT NULL,
	"md5" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"first_seen_as" text NOT NULL,
	"taken_in_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "media_job_discs" (
	"job_id" text NOT NULL,
	"disc_number" integer NOT NULL,
	"copy" integer NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"serial" text NOT NULL,
	CONSTRAINT "media_job_discs_job_id_disc_number_copy_pk" PRIMARY KEY("job_id","disc_number","copy")
);
--> statement-breakpoint
CREATE TABLE "media_job_reports" (
	"job_id" text NOT NULL,
	"report_id" text NOT NULL,
	"step" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"message" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "media_job_reports_job_id_report_id_pk" PRIMARY KEY("job_id","report_id")
);
--> statement-breakpoint
CREATE TABLE "media_jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"reference" text NOT NULL,
	"order_id" text NOT NULL,
	"order_number" text NOT NULL,
	"order_line_id" text NOT NULL,
	"line_number" integer NOT NULL,
	"attempt" integer NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"kit_part_number" text NOT NULL,
	"copies" integer NOT NULL,
	"country" text NOT NULL,
	"state" text NOT NULL,
	"site_id" text,
	"routing" jsonb,
	"manifest" jsonb,
	"cancel_requested" boolean NOT NULL,
	"failure" text,
	"label_preview" "bytea",
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"alarmed_at" timestamp (3) with time zone,
	CONSTRAINT "media_jobs_reference_unique" UNIQUE("reference"),
	CONSTRAINT "media_jobs_state_known" CHECK ("media_jobs"."state" in ('queued', 'released', 'staged', 'imaged', 'submitted', 'running', 'made', 'failed', 'expired', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "media_kits" (
	"part_number" text PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"brand_id" text NOT NULL,
	"medium" text NOT NULL,
	"bom_version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "production_sites" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"countries" text[] NOT NULL,
	"media" text[] NOT NULL,
	"priority" integer NOT NULL,
	"active" boolean NOT NULL,
	"token_hash" text NOT NULL,
	"checked_in_at" timestamp (3) with time zone,
	"check_in" jsonb,
	CONSTRAINT "production_sites_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "site_files" (
	"site_id" text NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "site_files_site_id_sha256_pk" PRIMARY KEY("site_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "journal_entries" (
	"entry_id" text PRIMARY KEY NOT NULL,
	"occurred_on" date NOT NULL,
	"reference_kind" text NOT NULL,
	"reference_id" text NOT NULL,
	"description" text NOT NULL,
	"content_hash" text NOT NULL,
	"posted_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "journal_lines" (
	"entry_id" text NOT NULL,
	"position" integer NOT NULL,
	"account" text NOT NULL,
	"side" text NOT NULL,
	"minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"order_line_id" text,
	"obligation" text,
	CONSTRAINT "journal_lines_entry_id_position_pk" PRIMARY KEY("entry_id","position"),
	CONSTRAINT "journal_lines_side_known" CHECK ("journal_lines"."side" in ('debit', 'credit')),
	CONSTRAINT "journal_lines_minor_positive" CHECK ("journal_lines"."minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "balance_transactions" (
	"balance_transaction_id" text PRIMARY KEY NOT NULL,
	"payout_id" text NOT NULL,
	"reporting_category" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"fee_minor" bigint NOT NULL,
	"net_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"source_id" text,
	"payment_intent_id" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "card_returns" (
	"id" text PRIMARY KEY NOT NULL,
	"payment_id" text NOT NULL,
	"account_id" text NOT NULL,
	"stripe_payment_intent_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"reason" text NOT NULL,
	"order_id" text,
	"state" text NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"refund_id" text,
	"last_error" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"returned_at" timestamp (3) with time zone,
	CONSTRAINT "card_returns_stripe_payment_intent_id_unique" UNIQUE("stripe_payment_intent_id"),
	CONSTRAINT "card_returns_refund_id_unique" UNIQUE("refund_id"),
	CONSTRAINT "card_returns_state_known" CHECK ("card_returns"."state" in ('due', 'returned', 'failed')),
	CONSTRAINT "card_returns_reason_known" CHECK ("card_returns"."reason" in ('paid-twice', 'offer-over')),
	CONSTRAINT "card_returns_amount_positive" CHECK ("card_returns"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" text PRIMARY KEY NOT NULL,
	"priced_cart_id" text NOT NULL,
	"account_id" text NOT NULL,
	"state" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"description" text NOT NULL,
	"payer_email" text NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"stray_possible" boolean DEFAULT false NOT NULL,
	"stripe_session_id" text,
	"stripe_payment_intent_id" text,
	"stripe_charge_id" text,
	"order_id" text,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "payments_priced_cart_id_unique" UNIQUE("priced_cart_id"),
	CONSTRAINT "payments_stripe_session_id_unique" UNIQUE("stripe_session_id"),
	CONSTRAINT "payments_stripe_payment_intent_id_unique" UNIQUE("stripe_payment_intent_id"),
	CONSTRAINT "payments_order_id_unique" UNIQUE("order_id"),
	CONSTRAINT "payments_state_known" CHECK ("payments"."state" in ('created', 'open', 'closing', 'settled', 'expired')),
	CONSTRAINT "payments_amount_positive" CHECK ("payments"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"payout_id" text PRIMARY KEY NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"state" text NOT NULL,
	"automatic" boolean NOT NULL,
	"itemised" text DEFAULT 'complete' NOT NULL,
	"bank_trace_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"arrives_at" timestamp (3) with time zone NOT NULL,
	"item_count" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account_parents" (
	"account_id" text NOT NULL,
	"parent_account_id" text NOT NULL,
	CONSTRAINT "account_parents_account_id_parent_account_id_pk" PRIMARY KEY("account_id","parent_account_id")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"account_id" text PRIMARY KEY NOT NULL,
	"platform_id" text,
	"name" text NOT NULL,
	"account_type" text NOT NULL,
	"platform_type" text NOT NULL,
	"partner_tier" text,
	"currency" char(3) NOT NULL,
	"address" jsonb,
	"attributes" jsonb NOT NULL,
	"row_hash" text NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "accounts_type_known" CHECK ("accounts"."account_type" in ('customer', 'reseller', 'distributor', 'internal', 'vendor'))
);
--> statement-breakpoint
CREATE TABLE "company_invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"email" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"invited_by" text NOT NULL,
	"link_key" text DEFAULT '' NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "company_invitations_role_known" CHECK ("company_invitations"."role" in ('viewer', 'buyer', 'approver', 'admin')),
	CONSTRAINT "company_invitations_state_known" CHECK ("company_invitations"."state" in ('open', 'accepted', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "company_members" (
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"role" text NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"set_by" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "company_members_account_id_user_name_pk" PRIMARY KEY("account_id","user_name"),
	CONSTRAINT "company_members_role_known" CHECK ("company_members"."role" in ('viewer', 'buyer', 'approver', 'admin'))
);
--> statement-breakpoint
CREATE TABLE "members" (
	"user_name" text PRIMARY KEY NOT NULL,
	"platform_id" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text NOT NULL,
	"active" boolean NOT NULL,
	"locale" text NOT NULL,
	"time_zone" text,
	"row_hash" text,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "members_have_a_name" CHECK (btrim("members"."user_name") <> '')
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"user_name" text NOT NULL,
	"account_id" text NOT NULL,
	"roles" text[] NOT NULL,
	CONSTRAINT "memberships_user_name_account_id_pk" PRIMARY KEY("user_name","account_id"),
	CONSTRAINT "memberships_have_a_name" CHECK (btrim("memberships"."user_name") <> '')
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_name" text NOT NULL,
	"account_id" text NOT NULL,
	"roles" text[] NOT NULL,
	"profile" jsonb NOT NULL,
	"way" text DEFAULT 'handoff' NOT NULL,
	"held_identity_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "held_identities" (
	"id" text PRIMARY KEY NOT NULL,
	"way" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_name" text,
	"email" text NOT NULL,
	"state" text NOT NULL,
	"member_user_name" text,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	CONSTRAINT "held_identities_once" UNIQUE("way","issuer","subject"),
	CONSTRAINT "held_identities_state_known" CHECK ("held_identities"."state" in ('held', 'linked', 'rejected')),
	CONSTRAINT "held_identities_linked_to" CHECK (("held_identities"."state" = 'linked') = ("held_identities"."member_user_name" is not null))
);
--> statement-breakpoint
CREATE TABLE "kept_forms" (
	"browser_digest" text NOT NULL,
	"owner_digest" text NOT NULL,
	"page" text NOT NULL,
	"fields" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "kept_forms_browser_digest_owner_digest_page_pk" PRIMARY KEY("browser_digest","owner_digest","page")
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"digest" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_on_tickets" (
	"digest" text PRIMARY KEY NOT NULL,
	"step" text NOT NULL,
	"browser_digest" text,
	"secrets" jsonb NOT NULL,
	"identity" jsonb,
	"return_to" text,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "used_handoffs" (
	"jti" text PRIMARY KEY NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"reference" text NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "mails_dedupe_key_unique" UNIQUE("dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "cart_lines" (
	"id" text PRIMARY KEY NOT NULL,
	"cart_id" text NOT NULL,
	"part_number" text NOT NULL,
	"quantity" integer NOT NULL,
	"target_activation_id" text NOT NULL,
	"download_declined" boolean NOT NULL,
	"shown_unit_minor" bigint,
	"shown_currency" text,
	"added_at" timestamp (3) with time zone NOT NULL,
	"position" integer GENERATED ALWAYS AS IDENTITY (sequence name "cart_lines_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	CONSTRAINT "cart_lines_shown_whole" CHECK (("cart_lines"."shown_unit_minor" is null) = ("cart_lines"."shown_currency" is null)),
	CONSTRAINT "cart_lines_quantity_positive" CHECK ("cart_lines"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "carts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"state" text NOT NULL,
	"closed_reason" text,
	"end_customer_account_id" text,
	"co_term_through" date,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "carts_state_known" CHECK ("carts"."state" in ('open', 'quoted', 'ordered', 'closed')),
	CONSTRAINT "carts_closed_with_reason" CHECK (("carts"."state" = 'closed') = ("carts"."closed_reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "priced_carts" (
	"id" text PRIMARY KEY NOT NULL,
	"cart_id" text NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"end_customer_account_id" text,
	"state" text NOT NULL,
	"content_hash" text NOT NULL,
	"currency" char(3) NOT NULL,
	"lines" jsonb NOT NULL,
	"net_minor" bigint NOT NULL,
	"freight_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"no_rate_minor" bigint,
	"freight_no_rate" boolean,
	"total_minor" bigint NOT NULL,
	"ship_to" jsonb NOT NULL,
	"ship_to_account_id" text,
	"bill_to_account_id" text,
	"bill_to" jsonb,
	"quote_version_id" text,
	"accepted_for_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "priced_carts_quote_version_id_unique" UNIQUE("quote_version_id")
);
--> statement-breakpoint
CREATE TABLE "item_overrides" (
	"part_number" text PRIMARY KEY NOT NULL,
	"title" text,
	"category" text,
	"sold_to" text[],
	"requires_any_of" text[],
	"term_months" integer,
	"adds_to_line" boolean,
	"max_quantity" integer,
	"requires_all_of" text[],
	"requires_none_of" text[],
	"partner_tiers" text[],
	"only_accounts" text[],
	"not_accounts" text[],
	"visible_from" date,
	"visible_through" date,
	"max_per_account" integer,
	"per_account_days" integer
);
--> statement-breakpoint
CREATE TABLE "items" (
	"part_number" text PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"category" text NOT NULL,
	"obligation" text NOT NULL,
	"product_name" text,
	"product_version" text,
	"product_line" text,
	"sold_to" text[] NOT NULL,
	"requires_any_of" text[] NOT NULL,
	"requirement_from" text,
	"requires_all_of" text[] DEFAULT '{}' NOT NULL,
	"requires_none_of" text[] DEFAULT '{}' NOT NULL,
	"partner_tiers" text[] DEFAULT '{}' NOT NULL,
	"only_accounts" text[] DEFAULT '{}' NOT NULL,
	"not_accounts" text[] DEFAULT '{}' NOT NULL,
	"visible_from" date,
	"visible_through" date,
	"max_per_account" integer,
	"per_account_days" integer,
	"term_months" integer,
	"adds_to_line" boolean NOT NULL,
	"max_quantity" integer NOT NULL,
	"partner_product_id" text,
	"withdrawn_at" timestamp (3) with time zone,
	"unsellable_reason" text,
	"row_hash" text NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', regexp_replace(title, '[-_./:@+#&<>%~=?*]', ' ', 'g')), 'A') || setweight(to_tsvector('simple', regexp_replace(part_number || ' ' || coalesce(product_name, '') || ' ' || coalesce(product_version, ''), '[-_./:@+#&<>%~=?*]', ' ', 'g') || ' ' || regexp_replace(part_number, '[-_./:@+#&<>%~=?*]', '', 'g')), 'B') || setweight(to_tsvector('simple', regexp_replace(category || ' ' || coalesce(product_line, ''), '[-_./:@+#&<>%~=?*]', ' ', 'g')), 'C') || setweight(to_tsvector('simple', regexp_replace(description, '[-_./:@+#&<>%~=?*]', ' ', 'g')), 'D')) STORED,
	CONSTRAINT "items_partner_product_id_unique" UNIQUE("partner_product_id"),
	CONSTRAINT "items_max_per_account_positive" CHECK ("items"."max_per_account" > 0 and "items"."per_account_days" > 0),
	CONSTRAINT "items_max_quantity_positive" CHECK ("items"."max_quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "title_misses" (
	"id" text PRIMARY KEY NOT NULL,
	"partner_product_id" text NOT NULL,
	"account_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"alarmed" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account_groups" (
	"account_id" text NOT NULL,
	"group_id" text NOT NULL,
	CONSTRAINT "account_groups_account_id_group_id_pk" PRIMARY KEY("account_id","group_id")
);
--> statement-breakpoint
CREATE TABLE "discount_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"audience" text NOT NULL,
	"audience_value" text NOT NULL,
	"category" text,
	"basis_points" integer NOT NULL,
	"valid_from" date,
	"valid_through" date,
	CONSTRAINT "discount_rules_basis_points" CHECK ("discount_rules"."basis_points" between 0 and 10000)
);
--> statement-breakpoint
CREATE TABLE "freight_rates" (
	"country" text NOT NULL,
	"currency" char(3) NOT NULL,
	"unit_minor" bigint NOT NULL,
	CONSTRAINT "freight_rates_country_currency_pk" PRIMARY KEY("country","currency")
);
--> statement-breakpoint
CREATE TABLE "price_list_entries" (
	"price_list_id" text NOT NULL,
	"part_number" text NOT NULL,
	"min_quantity" integer NOT NULL,
	"increment" integer DEFAULT 1 NOT NULL,
	"unit_minor" bigint NOT NULL,
	CONSTRAINT "price_list_entries_part_number_price_list_id_min_quantity_pk" PRIMARY KEY("part_number","price_list_id","min_quantity"),
	CONSTRAINT "price_list_entries_increment_positive" CHECK ("price_list_entries"."increment" > 0),
	CONSTRAINT "price_list_entries_unit_not_negative" CHECK ("price_list_entries"."unit_minor" >= 0),
	CONSTRAINT "price_list_entries_min_quantity_positive" CHECK ("price_list_entries"."min_quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "price_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"audience" text NOT NULL,
	"audience_value" text NOT NULL,
	"currency" char(3) NOT NULL,
	"priority" integer NOT NULL,
	"valid_from" date,
	"valid_through" date,
	"falls_back" boolean NOT NULL,
	CONSTRAINT "price_lists_audience_known" CHECK ("price_lists"."audience" in ('account', 'group', 'partnerTier', 'accountType', 'everybody'))
);
--> statement-breakpoint
CREATE TABLE "tax_rates" (
	"country" text NOT NULL,
	"obligation" text NOT NULL,
	"name" text NOT NULL,
	"basis_points" integer NOT NULL,
	CONSTRAINT "tax_rates_country_obligation_pk" PRIMARY KEY("country","obligation")
);
--> statement-breakpoint
CREATE TABLE "push_attributes" (
	"scope" text PRIMARY KEY NOT NULL,
	"row" jsonb NOT NULL
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
	"activation_id" text,
	"package_id" text NOT NULL,
	"file_id" text NOT NULL,
	"file_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"platform_log_id" text
);
--> statement-breakpoint
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
CREATE TABLE "approval_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"asked_priced_cart_id" text NOT NULL,
	"priced_cart_id" text NOT NULL,
	"payment_method" text NOT NULL,
	"purchase_order_number" text,
	"purchase_order_key" text,
	"price_promised_until" timestamp (3) with time zone,
	"reasons" jsonb NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"decision_reason" text,
	CONSTRAINT "approval_requests_asked_priced_cart_id_unique" UNIQUE("asked_priced_cart_id"),
	CONSTRAINT "approval_requests_priced_cart_id_unique" UNIQUE("priced_cart_id"),
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
CREATE TABLE "typed_forms" (
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"form" text NOT NULL,
	"fields" jsonb NOT NULL,
	"cart_id" text,
	"shown_priced_cart_id" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "typed_forms_account_id_user_name_form_pk" PRIMARY KEY("account_id","user_name","form")
);
--> statement-breakpoint
CREATE TABLE "deal_holds" (
	"deal_id" text NOT NULL,
	"customer" text NOT NULL,
	"part_number" text NOT NULL,
	"held_from" date NOT NULL,
	"held_through" date,
	CONSTRAINT "deal_holds_deal_id_customer_part_number_pk" PRIMARY KEY("deal_id","customer","part_number")
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
CREATE TABLE "quote_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"quote_id" text NOT NULL,
	"version" integer NOT NULL,
	"state" text NOT NULL,
	"currency" char(3) NOT NULL,
	"lines" jsonb NOT NULL,
	"net_minor" bigint NOT NULL,
	"freight_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"no_rate_minor" bigint,
	"freight_no_rate" boolean,
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
	CONSTRAINT "quote_versions_state_known" CHECK ("quote_versions"."state" in ('draft', 'sent', 'accepted', 'declined', 'superseded', 'expired', 'withdrawn')),
	CONSTRAINT "quote_versions_total_adds_up" CHECK ("quote_versions"."total_minor" = "quote_versions"."net_minor" + "quote_versions"."freight_minor" + "quote_versions"."tax_minor")
);
--> statement-breakpoint
CREATE TABLE "quotes" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"account_id" text NOT NULL,
	"end_customer_account_id" text,
	"contact_user_name" text NOT NULL,
	"drafted_by" text,
	"order_id" text,
	"cart_id" text,
	"in_cart_since" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "quotes_number_unique" UNIQUE("number"),
	CONSTRAINT "quotes_order_id_unique" UNIQUE("order_id")
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
CREATE TABLE "answer_changes" (
	"transaction" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"everybody" boolean NOT NULL,
	"account_ids" text[] NOT NULL,
	"activation_ids" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "answer_versions" (
	"scope" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"caller" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer,
	"body" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_caller_key_pk" PRIMARY KEY("caller","key")
);
--> statement-breakpoint
CREATE TABLE "inbound_events" (
	"provider" text NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"object_id" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inbound_events_provider_event_id_pk" PRIMARY KEY("provider","event_id")
);
--> statement-breakpoint
CREATE TABLE "kept_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"reason" text NOT NULL,
	"body" "bytea" NOT NULL,
	"times" integer NOT NULL,
	"first_received_at" timestamp (3) with time zone NOT NULL,
	"last_received_at" timestamp (3) with time zone NOT NULL,
	"set_aside_by" text,
	"set_aside_at" timestamp (3) with time zone,
	CONSTRAINT "kept_messages_set_aside_whole" CHECK (("kept_messages"."set_aside_by" is null) = ("kept_messages"."set_aside_at" is null))
);
--> statement-breakpoint
CREATE TABLE "partner_contacts" (
	"partner" text PRIMARY KEY NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"silent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "queue_claims" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"queue" text NOT NULL,
	"worker_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "queue_workers" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "schedule_ticks" (
	"job" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "schedule_ticks_job_due_at_pk" PRIMARY KEY("job","due_at")
);
--> statement-breakpoint
ALTER TABLE "push_attempts" ADD CONSTRAINT "push_attempts_order_id_pushes_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."pushes"("order_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_lines" ADD CONSTRAINT "push_lines_order_id_pushes_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."pushes"("order_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drift_rows" ADD CONSTRAINT "drift_rows_run_id_drift_reports_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."drift_reports"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_facts" ADD CONSTRAINT "match_facts_run_id_match_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."match_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_rows" ADD CONSTRAINT "match_rows_run_id_match_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."match_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_priced_cart_id_priced_carts_id_fk" FOREIGN KEY ("priced_cart_id") REFERENCES "public"."priced_carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_shipment_id_shipments_id_fk" FOREIGN KEY ("shipment_id") REFERENCES "public"."shipments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bom_items" ADD CONSTRAINT "bom_items_part_number_media_kits_part_number_fk" FOREIGN KEY ("part_number") REFERENCES "public"."media_kits"("part_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media_job_discs" ADD CONSTRAINT "media_job_discs_job_id_media_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."media_jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media_job_reports" ADD CONSTRAINT "media_job_reports_job_id_media_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."media_jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media_jobs" ADD CONSTRAINT "media_jobs_site_id_production_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."production_sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_lines" ADD CONSTRAINT "journal_lines_entry_id_journal_entries_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."journal_entries"("entry_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "card_returns" ADD CONSTRAINT "card_returns_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_invitations" ADD CONSTRAINT "company_invitations_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_members" ADD CONSTRAINT "company_members_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "priced_carts" ADD CONSTRAINT "priced_carts_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_list_entries" ADD CONSTRAINT "price_list_entries_price_list_id_price_lists_id_fk" FOREIGN KEY ("price_list_id") REFERENCES "public"."price_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_asked_priced_cart_id_priced_carts_id_fk" FOREIGN KEY ("asked_priced_cart_id") REFERENCES "public"."priced_carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_requests" ADD CONSTRAINT "approval_requests_priced_cart_id_priced_carts_id_fk" FOREIGN KEY ("priced_cart_id") REFERENCES "public"."priced_carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "typed_forms" ADD CONSTRAINT "typed_forms_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deal_holds" ADD CONSTRAINT "deal_holds_deal_id_deal_registrations_id_fk" FOREIGN KEY ("deal_id") REFERENCES "public"."deal_registrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quote_versions" ADD CONSTRAINT "quote_versions_quote_id_quotes_id_fk" FOREIGN KEY ("quote_id") REFERENCES "public"."quotes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "parent_links_open" ON "parent_links" USING btree ("updated_at") WHERE "parent_links"."state" in ('waiting', 'refused');--> statement-breakpoint
CREATE INDEX "push_attempts_order" ON "push_attempts" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "push_lines_order_line" ON "push_lines" USING btree ("order_id","order_line_number");--> statement-breakpoint
CREATE INDEX "pushes_state_updated" ON "pushes" USING btree ("state","updated_at");--> statement-breakpoint
CREATE INDEX "entitlement_lines_account" ON "entitlement_lines" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "entitlement_lines_order" ON "entitlement_lines" USING btree ("order_id") WHERE "entitlement_lines"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "entitlement_lines_partners" ON "entitlement_lines" USING gin ("partner_account_ids") WHERE cardinality("entitlement_lines"."partner_account_ids") > 0;--> statement-breakpoint
CREATE INDEX "maintenance_lines_entitlement" ON "maintenance_lines" USING btree ("entitlement_id");--> statement-breakpoint
CREATE INDEX "maintenance_lines_covered" ON "maintenance_lines" USING gin ("covered_activation_ids");--> statement-breakpoint
CREATE INDEX "platform_part_numbers_product" ON "platform_part_numbers" USING btree ("product_name","product_version");--> statement-breakpoint
CREATE INDEX "product_chains_from" ON "product_chains" USING btree ("from_name");--> statement-breakpoint
CREATE INDEX "product_chains_to" ON "product_chains" USING btree ("to_name","to_version");--> statement-breakpoint
CREATE INDEX "product_relations_to" ON "product_relations" USING btree ("to_name","to_version");--> statement-breakpoint
CREATE INDEX "rights_history_until" ON "rights_history" USING brin ("valid_to");--> statement-breakpoint
CREATE INDEX "undelivered_grants_found" ON "undelivered_grants" USING btree ("last_found_at");--> statement-breakpoint
CREATE INDEX "drift_reports_compared" ON "drift_reports" USING btree ("compared_at");--> statement-breakpoint
CREATE INDEX "quarantined_rows_run" ON "quarantined_rows" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "sync_runs_started" ON "sync_runs" USING btree ("started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sync_runs_one_open" ON "sync_runs" USING btree ((true)) WHERE "sync_runs"."state" in ('reading', 'dryRun', 'publishing');--> statement-breakpoint
CREATE INDEX "match_rows_cause" ON "match_rows" USING btree ("run_id","cause");--> statement-breakpoint
CREATE INDEX "match_runs_started" ON "match_runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "rights_without_order_place" ON "rights_without_order" USING btree ("granted","position");--> statement-breakpoint
CREATE INDEX "order_events_order" ON "order_events" USING btree ("order_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "order_lines_number" ON "order_lines" USING btree ("order_id","line_number");--> statement-breakpoint
CREATE INDEX "orders_account" ON "orders" USING btree ("account_id","placed_at");--> statement-breakpoint
CREATE INDEX "orders_for_customer" ON "orders" USING btree ("end_customer_account_id","placed_at") WHERE "orders"."end_customer_account_id" <> "orders"."account_id";--> statement-breakpoint
CREATE INDEX "orders_placed" ON "orders" USING btree ("placed_on");--> statement-breakpoint
CREATE INDEX "orders_without_a_rate" ON "orders" USING btree ("placed_at") WHERE "orders"."no_rate_minor" > 0 or "orders"."freight_no_rate";--> statement-breakpoint
CREATE UNIQUE INDEX "orders_purchase_order_key" ON "orders" USING btree ("account_id","purchase_order_key") WHERE not "orders"."purchase_order_doubled";--> statement-breakpoint
CREATE INDEX "orders_by_purchase_order_key" ON "orders" USING btree ("purchase_order_key");--> statement-breakpoint
CREATE INDEX "orders_without_purchase_order_key" ON "orders" USING btree ("placed_at") WHERE "orders"."purchase_order_number" is not null and "orders"."purchase_order_key" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "shipments_tracking" ON "shipments" USING btree ("order_id","carrier","tracking_number");--> statement-breakpoint
CREATE INDEX "media_files_md5" ON "media_files" USING btree ("md5","size_bytes");--> statement-breakpoint
CREATE UNIQUE INDEX "media_jobs_order_line_attempt" ON "media_jobs" USING btree ("order_line_id","attempt");--> statement-breakpoint
CREATE INDEX "media_jobs_site_state" ON "media_jobs" USING btree ("site_id","state");--> statement-breakpoint
CREATE INDEX "journal_entries_reference" ON "journal_entries" USING btree ("reference_kind","reference_id");--> statement-breakpoint
CREATE INDEX "journal_entries_day" ON "journal_entries" USING btree ("occurred_on","entry_id");--> statement-breakpoint
CREATE INDEX "journal_lines_account" ON "journal_lines" USING btree ("account","currency");--> statement-breakpoint
CREATE INDEX "journal_lines_order_line" ON "journal_lines" USING btree ("order_line_id");--> statement-breakpoint
CREATE INDEX "balance_transactions_payout" ON "balance_transactions" USING btree ("payout_id");--> statement-breakpoint
CREATE INDEX "card_returns_order" ON "card_returns" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "card_returns_payment" ON "card_returns" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "payments_state" ON "payments" USING btree ("state","checked_at");--> statement-breakpoint
CREATE INDEX "account_parents_parent" ON "account_parents" USING btree ("parent_account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "company_invitations_one_open" ON "company_invitations" USING btree ("account_id","email") WHERE "company_invitations"."state" = 'open';--> statement-breakpoint
CREATE INDEX "company_invitations_account" ON "company_invitations" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "members_email" ON "members" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "memberships_account" ON "memberships" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "kept_forms_expires" ON "kept_forms" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "mails_created" ON "mails" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "mails_reference" ON "mails" USING btree ("reference");--> statement-breakpoint
CREATE UNIQUE INDEX "cart_lines_item" ON "cart_lines" USING btree ("cart_id","part_number","target_activation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "carts_one_open" ON "carts" USING btree ("account_id","user_name") WHERE "carts"."state" = 'open';--> statement-breakpoint
CREATE INDEX "carts_closed" ON "carts" USING btree ("account_id","user_name","updated_at") WHERE "carts"."state" = 'closed';--> statement-breakpoint
CREATE INDEX "carts_customer" ON "carts" USING btree ("end_customer_account_id") WHERE "carts"."state" in ('open', 'quoted');--> statement-breakpoint
CREATE INDEX "priced_carts_account" ON "priced_carts" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "priced_carts_cart" ON "priced_carts" USING btree ("cart_id");--> statement-breakpoint
CREATE INDEX "items_open" ON "items" USING btree ("title","part_number") WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
CREATE INDEX "items_open_category" ON "items" USING btree ("category","title","part_number") WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
CREATE INDEX "items_search_open" ON "items" USING gin ("search") WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
CREATE INDEX "items_similar_open" ON "items" USING gin ((lower(title || ' ' || part_number || ' ' || coalesce(product_name, ''))) gin_trgm_ops) WHERE "items"."requires_any_of" = '{}';--> statement-breakpoint
CREATE INDEX "items_product" ON "items" USING btree ("product_name");--> statement-breakpoint
CREATE INDEX "items_requires" ON "items" USING gin ("requires_any_of");--> statement-breakpoint
CREATE INDEX "items_own" ON "items" USING btree ("part_number") WHERE "items"."origin" = 'store';--> statement-breakpoint
CREATE INDEX "items_unsellable" ON "items" USING btree ("part_number") WHERE "items"."unsellable_reason" is not null and "items"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "title_misses_at" ON "title_misses" USING btree ("at");--> statement-breakpoint
CREATE INDEX "account_groups_group" ON "account_groups" USING btree ("group_id","account_id");--> statement-breakpoint
CREATE INDEX "discount_rules_audience" ON "discount_rules" USING btree ("audience","audience_value");--> statement-breakpoint
CREATE INDEX "price_list_entries_list" ON "price_list_entries" USING btree ("price_list_id","part_number","min_quantity");--> statement-breakpoint
CREATE INDEX "price_lists_audience" ON "price_lists" USING btree ("audience","audience_value","currency");--> statement-breakpoint
CREATE INDEX "kit_offers_chose" ON "kit_offers" USING btree ("choice","chose_at");--> statement-breakpoint
CREATE INDEX "taken_downloads_package" ON "taken_downloads" USING btree ("account_id","package_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "taken_downloads_told_once" ON "taken_downloads" USING btree ("account_id","package_id","platform_log_id");--> statement-breakpoint
CREATE INDEX "passed_handoffs_expires" ON "passed_handoffs" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "redirect_rules_match" ON "redirect_rules" USING btree ("account_type","partner_tier","account_id");--> statement-breakpoint
CREATE INDEX "approval_requests_account" ON "approval_requests" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "approval_requests_purchase_order_key" ON "approval_requests" USING btree ("account_id","purchase_order_key") WHERE "approval_requests"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "approval_rules_account" ON "approval_rules" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "typed_forms_changed" ON "typed_forms" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "typed_forms_cart" ON "typed_forms" USING btree ("cart_id");--> statement-breakpoint
CREATE INDEX "deal_registrations_partner" ON "deal_registrations" USING btree ("partner_account_id","created_at");--> statement-breakpoint
CREATE INDEX "deal_registrations_created" ON "deal_registrations" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "deal_registrations_customer" ON "deal_registrations" USING btree ("end_customer_account_id","partner_account_id");--> statement-breakpoint
CREATE INDEX "partner_consents_customer" ON "partner_consents" USING btree ("customer_account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "quote_versions_number" ON "quote_versions" USING btree ("quote_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "quote_versions_one_draft" ON "quote_versions" USING btree ("quote_id") WHERE "quote_versions"."state" = 'draft';--> statement-breakpoint
CREATE UNIQUE INDEX "quote_versions_one_sent" ON "quote_versions" USING btree ("quote_id") WHERE "quote_versions"."state" = 'sent';--> statement-breakpoint
CREATE UNIQUE INDEX "quote_versions_one_accepted" ON "quote_versions" USING btree ("quote_id") WHERE "quote_versions"."state" = 'accepted';--> statement-breakpoint
CREATE INDEX "quote_versions_ending" ON "quote_versions" USING btree ("valid_through") WHERE "quote_versions"."state" = 'sent';--> statement-breakpoint
CREATE INDEX "quotes_account" ON "quotes" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "quotes_created" ON "quotes" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "answer_changes_transaction" ON "answer_changes" USING btree ("transaction");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "inbound_events_received" ON "inbound_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "kept_messages_open" ON "kept_messages" USING btree ("first_received_at") WHERE "kept_messages"."set_aside_at" is null;--> statement-breakpoint
CREATE INDEX "queue_claims_worker" ON "queue_claims" USING btree ("worker_id");
--> statement-breakpoint
-- 3. What never changes again
-- The ledger and the audit trail are evidence, so a statement that rewrites them is refused, whoever sends it: see the ledger's README.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, lower(TG_OP)
    USING ERRCODE = 'restrict_violation', HINT = 'Post a reversing entry instead.';
END
$$;
--> statement-breakpoint
CREATE TRIGGER journal_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER journal_lines_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_lines
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Two partners cannot hold the same part number at the same customer in the same days, also when they ask at once.
ALTER TABLE "deal_holds" ADD CONSTRAINT "deal_holds_one_partner" EXCLUDE USING gist ("customer" WITH =, "part_number" WITH =, daterange("held_from", "held_through", '[]') WITH &&);
--> statement-breakpoint
-- What was offered stays as it was offered; only its state moves.
CREATE FUNCTION keep_sent_quote_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND (to_jsonb(NEW) - '{state,closed_at,closed_reason}'::text[]) IS DISTINCT FROM (to_jsonb(OLD) - '{state,closed_at,closed_reason}'::text[]) THEN
    RAISE EXCEPTION 'version % of quote % was sent and cannot change', OLD.version, OLD.quote_id;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "quote_versions_keep" BEFORE UPDATE ON "quote_versions" FOR EACH ROW EXECUTE FUNCTION keep_sent_quote_version();
--> statement-breakpoint
-- 4. Former versions
-- Rights of an earlier day can be asked for again, so the rows that they follow from keep their former versions. Triggers do
-- it, so that no way of writing forgets it, and set by set, so that a large publication stays one statement a table.
CREATE FUNCTION stamp_row_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.valid_from := greatest(now(), OLD.valid_from);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION keep_former_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- What came and went in one transaction was never seen by anybody.
  INSERT INTO rights_history (table_name, data, valid_from, valid_to)
    SELECT TG_TABLE_NAME, to_json(former), former.valid_from, now() FROM former WHERE former.valid_from < now();
  RETURN NULL;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY array['entitlement_lines', 'maintenance_lines', 'accounts', 'account_parents', 'products',
    'product_relations', 'product_chains', 'product_releases'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN valid_from timestamptz NOT NULL DEFAULT now()', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION stamp_row_version()',
      name || '_version', name);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS former
      FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions()', name || '_changed', name);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS former
      FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions()', name || '_deleted', name);
  END LOOP;
END
$$;
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
-- 5. Kept answers
-- Answers that were made before may be given again while nothing they follow from has changed. Triggers count the changes,
-- so that no way of writing forgets it. A row here is empty again when the transaction ends, so the table needs no log.
ALTER TABLE answer_changes SET UNLOGGED;
--> statement-breakpoint
INSERT INTO answer_versions (scope, version) VALUES ('', 1);
--> statement-breakpoint
-- Notes what a statement changed; TG_ARGV[0] says whom it concerns. Up to fifty rows are looked at one by one; more of
-- them concern everybody, and a transaction that concerns everybody need not be noted twice.
CREATE FUNCTION note_answer_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  few constant int := 50;
  named text[];
  rows_changed int;
BEGIN
  IF TG_OP <> 'TRUNCATE' THEN
    IF TG_ARGV[0] = 'account' THEN
      SELECT count(*), array_agg(DISTINCT account_id) INTO rows_changed, named FROM (SELECT account_id FROM changed LIMIT few + 1) c;
    ELSIF TG_ARGV[0] = 'covered' THEN
      SELECT count(*), array_agg(DISTINCT a) INTO rows_changed, named
        FROM (SELECT covered_activation_ids FROM changed LIMIT few + 1) c CROSS JOIN unnest(covered_activation_ids) a;
    ELSE
      SELECT count(*) INTO rows_changed FROM (SELECT FROM changed LIMIT 1) c;
    END IF;
    IF rows_changed = 0 THEN RETURN NULL; END IF;
  END IF;
  IF current_setting('store.answers_changed', true) = pg_current_xact_id()::text THEN RETURN NULL; END IF;
  IF TG_OP = 'TRUNCATE' OR TG_ARGV[0] = 'everybody' OR rows_changed > few THEN
    PERFORM set_config('store.answers_changed', pg_current_xact_id()::text, true);
    INSERT INTO answer_changes (everybody, account_ids, activation_ids) VALUES (true, '{}', '{}');
  ELSIF TG_ARGV[0] = 'account' THEN
    INSERT INTO answer_changes (everybody, account_ids, activation_ids) VALUES (false, named, '{}');
  ELSE
    INSERT INTO answer_changes (everybody, account_ids, activation_ids) VALUES (false, '{}', named);
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Runs when the transaction ends. Those who change something take turns from here to their commit, so that whose lines a
-- maintenance covers is read after every change that was committed before; and nobody waits for a long publication.
CREATE FUNCTION count_answer_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  concerned text[];
BEGIN
  IF NOT EXISTS (SELECT FROM answer_changes WHERE transaction = pg_current_xact_id()) THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(7246318);
  SELECT array_agg(DISTINCT scope) INTO concerned FROM (
    SELECT '' AS scope FROM answer_changes WHERE transaction = pg_current_xact_id() AND everybody
    UNION ALL SELECT unnest(account_ids) FROM answer_changes WHERE transaction = pg_current_xact_id()
    UNION ALL SELECT l.account_id FROM entitlement_lines l WHERE l.activation_id IN
      (SELECT unnest(activation_ids) FROM answer_changes WHERE transaction = pg_current_xact_id())) s;
  DELETE FROM answer_changes WHERE transaction = pg_current_xact_id();
  INSERT INTO answer_versions AS v (scope, version) SELECT unnest(concerned), 1
    ON CONFLICT (scope) DO UPDATE SET version = v.version + 1;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER answer_changes_counted AFTER INSERT ON answer_changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION count_answer_changes();
--> statement-breakpoint
-- A table that an answer is read from gets its triggers here, in this or in a later migration.
CREATE FUNCTION answers_follow_from(name regclass, concerns text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER answers_inserted AFTER INSERT ON %s REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
  EXECUTE format('CREATE TRIGGER answers_updated_to AFTER UPDATE ON %s REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
  EXECUTE format('CREATE TRIGGER answers_updated_from AFTER UPDATE ON %s REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
  EXECUTE format('CREATE TRIGGER answers_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
  EXECUTE format('CREATE TRIGGER answers_truncated AFTER TRUNCATE ON %s
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
END
$$;
--> statement-breakpoint
SELECT answers_follow_from(name, 'account') FROM unnest(array['entitlement_lines', 'accounts', 'account_groups',
  'undelivered_grants']::regclass[]) name;
--> statement-breakpoint
SELECT answers_follow_from('maintenance_lines', 'covered');
--> statement-breakpoint
SELECT answers_follow_from(name, 'everybody') FROM unnest(array['account_parents', 'products', 'product_relations',
  'product_chains', 'product_releases', 'items', 'price_lists', 'price_list_entries', 'discount_rules',
  'rights_settings']::regclass[]) name;
--> statement-breakpoint
-- 6. Search
-- Items open to all that are like what was typed. A function, because the threshold that the index works with is a setting.
-- Two letters that changed places, as in "skecth", are a typing error as well.
CREATE FUNCTION items_like(wanted text) RETURNS TABLE (part_number text, likeness real) LANGUAGE sql STABLE
  SET pg_trgm.word_similarity_threshold = '0.4' AS $$
  SELECT i.part_number, word_similarity(lower(wanted), lower(i.title || ' ' || i.part_number || ' ' || coalesce(i.product_name, '')))
  FROM items i
  WHERE i.requires_any_of = '{}' AND lower(wanted) <% lower(i.title || ' ' || i.part_number || ' ' || coalesce(i.product_name, ''))
$$;
--> statement-breakpoint
-- 7. Storage
-- Where a run has got to is known again from its pages, and what may be read again at any time is not worth its journal;
-- compressing it takes longer than writing it.
ALTER TABLE "sync_progress" SET UNLOGGED;
--> statement-breakpoint
ALTER TABLE "read_pages" SET UNLOGGED;
--> statement-breakpoint
ALTER TABLE "read_pages" ALTER COLUMN "keys" SET STORAGE EXTERNAL;
--> statement-breakpoint
-- A line that changes stays in its page as long as there is room, and no index has to be told: a tenth is what the hundredth
-- of all lines that changes in a day needs for a while.
ALTER TABLE "entitlement_lines" SET (fillfactor = 90);
