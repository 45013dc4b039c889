CREATE SEQUENCE "public"."order_numbers" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 101 CACHE 1;--> statement-breakpoint
CREATE TABLE "account_parents" (
	"account_id" text NOT NULL,
	"parent_account_id" text NOT NULL,
	CONSTRAINT "account_parents_account_id_parent_account_id_pk" PRIMARY KEY("account_id","parent_account_id")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"account_id" text PRIMARY KEY NOT NULL,
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
CREATE TABLE "members" (
	"user_name" text PRIMARY KEY NOT NULL,
	"platform_id" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text NOT NULL,
	"active" boolean NOT NULL,
	"locale" text NOT NULL,
	"row_hash" text NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"user_name" text NOT NULL,
	"account_id" text NOT NULL,
	"roles" text[] NOT NULL,
	CONSTRAINT "memberships_user_name_account_id_pk" PRIMARY KEY("user_name","account_id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_name" text NOT NULL,
	"account_id" text NOT NULL,
	"roles" text[] NOT NULL,
	"profile" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "used_handoffs" (
	"jti" text PRIMARY KEY NOT NULL,
	"used_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
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
	"max_quantity" integer
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
	"term_months" integer,
	"adds_to_line" boolean NOT NULL,
	"max_quantity" integer NOT NULL,
	"partner_product_id" text,
	"withdrawn_at" timestamp (3) with time zone,
	"drift" text,
	"row_hash" text NOT NULL,
	CONSTRAINT "items_partner_product_id_unique" UNIQUE("partner_product_id"),
	CONSTRAINT "items_max_quantity_positive" CHECK ("items"."max_quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "title_misses" (
	"id" text PRIMARY KEY NOT NULL,
	"partner_product_id" text NOT NULL,
	"account_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
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
	"row_hash" text NOT NULL,
	"removed_at" timestamp (3) with time zone
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
	"row_hash" text NOT NULL,
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
CREATE TABLE "sync_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"mode" text NOT NULL,
	"trigger" text NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"position" jsonb NOT NULL,
	"report" jsonb,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "sync_staging" (
	"run_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"row_hash" text NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "sync_staging_run_id_kind_key_pk" PRIMARY KEY("run_id","kind","key")
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
	"added_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cart_lines_quantity_positive" CHECK ("cart_lines"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "carts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"state" text NOT NULL,
	"end_customer_account_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "carts_state_known" CHECK ("carts"."state" in ('open', 'ordered'))
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
	"list_price_minor" bigint NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"net_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"price_rule" text NOT NULL,
	"trace" jsonb NOT NULL,
	"state" text NOT NULL,
	"activation_id" text,
	"download_declined" boolean NOT NULL,
	"failure" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_lines_activation_id_unique" UNIQUE("activation_id"),
	CONSTRAINT "order_lines_quantity_positive" CHECK ("order_lines"."quantity" > 0),
	CONSTRAINT "order_lines_state_known" CHECK ("order_lines"."state" in ('placed', 'pushing', 'unclear', 'live', 'inProduction', 'made', 'awaitingShipment', 'shipped', 'delivered', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" text PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"end_customer_account_id" text NOT NULL,
	"quote_id" text NOT NULL,
	"payment_method" text NOT NULL,
	"purchase_order_number" text,
	"payment_id" text,
	"currency" char(3) NOT NULL,
	"net_minor" bigint NOT NULL,
	"freight_minor" bigint NOT NULL,
	"tax_minor" bigint NOT NULL,
	"total_minor" bigint NOT NULL,
	"ship_to" jsonb NOT NULL,
	"contact_email" text NOT NULL,
	"locale" text NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"placed_on" date NOT NULL,
	CONSTRAINT "orders_number_unique" UNIQUE("number"),
	CONSTRAINT "orders_quote_id_unique" UNIQUE("quote_id"),
	CONSTRAINT "orders_payment_id_unique" UNIQUE("payment_id"),
	CONSTRAINT "orders_total_not_negative" CHECK ("orders"."total_minor" >= 0),
	CONSTRAINT "orders_total_adds_up" CHECK ("orders"."total_minor" = "orders"."net_minor" + "orders"."freight_minor" + "orders"."tax_minor"),
	CONSTRAINT "orders_payment_matches" CHECK (("orders"."payment_method" = 'free') = ("orders"."total_minor" = 0) and ("orders"."payment_method" = 'card') = ("orders"."payment_id" is not null) and ("orders"."payment_method" = 'purchaseOrder') = ("orders"."purchase_order_number" is not null))
);
--> statement-breakpoint
CREATE TABLE "quotes" (
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
	"total_minor" bigint NOT NULL,
	"ship_to" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
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
CREATE TABLE "payments" (
	"id" text PRIMARY KEY NOT NULL,
	"quote_id" text NOT NULL,
	"account_id" text NOT NULL,
	"state" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"description" text NOT NULL,
	"payer_email" text NOT NULL,
	"stripe_session_id" text,
	"stripe_payment_intent_id" text,
	"stripe_charge_id" text,
	"order_id" text,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "payments_quote_id_unique" UNIQUE("quote_id"),
	CONSTRAINT "payments_stripe_session_id_unique" UNIQUE("stripe_session_id"),
	CONSTRAINT "payments_stripe_payment_intent_id_unique" UNIQUE("stripe_payment_intent_id"),
	CONSTRAINT "payments_order_id_unique" UNIQUE("order_id"),
	CONSTRAINT "payments_state_known" CHECK ("payments"."state" in ('created', 'open', 'settled', 'expired')),
	CONSTRAINT "payments_amount_positive" CHECK ("payments"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "payouts" (
	"payout_id" text PRIMARY KEY NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" char(3) NOT NULL,
	"state" text NOT NULL,
	"automatic" boolean NOT NULL,
	"bank_trace_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"arrives_at" timestamp (3) with time zone NOT NULL,
	"item_count" integer NOT NULL
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
	"unit_minor" bigint NOT NULL,
	CONSTRAINT "price_list_entries_part_number_price_list_id_min_quantity_pk" PRIMARY KEY("part_number","price_list_id","min_quantity"),
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
	CONSTRAINT "price_lists_audience_known" CHECK ("price_lists"."audience" in ('account', 'partnerTier', 'accountType', 'everybody'))
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
	"difference_count" integer NOT NULL
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
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_attempts" ADD CONSTRAINT "push_attempts_order_id_pushes_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."pushes"("order_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "push_lines" ADD CONSTRAINT "push_lines_order_id_pushes_order_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."pushes"("order_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_lines" ADD CONSTRAINT "journal_lines_entry_id_journal_entries_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."journal_entries"("entry_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cart_lines" ADD CONSTRAINT "cart_lines_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_quote_id_quotes_id_fk" FOREIGN KEY ("quote_id") REFERENCES "public"."quotes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_shipment_id_shipments_id_fk" FOREIGN KEY ("shipment_id") REFERENCES "public"."shipments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_list_entries" ADD CONSTRAINT "price_list_entries_price_list_id_price_lists_id_fk" FOREIGN KEY ("price_list_id") REFERENCES "public"."price_lists"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bom_items" ADD CONSTRAINT "bom_items_part_number_media_kits_part_number_fk" FOREIGN KEY ("part_number") REFERENCES "public"."media_kits"("part_number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media_job_discs" ADD CONSTRAINT "media_job_discs_job_id_media_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."media_jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media_job_reports" ADD CONSTRAINT "media_job_reports_job_id_media_jobs_id_fk" FOREIGN KEY ("job_id") REFERENCES "public"."media_jobs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "media_jobs" ADD CONSTRAINT "media_jobs_site_id_production_sites_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."production_sites"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_rows" ADD CONSTRAINT "match_rows_run_id_match_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."match_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_parents_parent" ON "account_parents" USING btree ("parent_account_id");--> statement-breakpoint
CREATE INDEX "memberships_account" ON "memberships" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "items_listing" ON "items" USING btree ("title","part_number");--> statement-breakpoint
CREATE INDEX "items_search" ON "items" USING gin (to_tsvector('simple', translate("title" || ' ' || "part_number" || ' ' || "description", '-_./:@+#&<>%~=?*', '                ')));--> statement-breakpoint
CREATE INDEX "items_product" ON "items" USING btree ("product_name");--> statement-breakpoint
CREATE INDEX "items_requires" ON "items" USING gin ("requires_any_of");--> statement-breakpoint
CREATE INDEX "title_misses_at" ON "title_misses" USING btree ("at");--> statement-breakpoint
CREATE INDEX "entitlement_lines_account" ON "entitlement_lines" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "entitlement_lines_order" ON "entitlement_lines" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "maintenance_lines_entitlement" ON "maintenance_lines" USING btree ("entitlement_id");--> statement-breakpoint
CREATE INDEX "maintenance_lines_covered" ON "maintenance_lines" USING gin ("covered_activation_ids");--> statement-breakpoint
CREATE INDEX "platform_part_numbers_product" ON "platform_part_numbers" USING btree ("product_name","product_version");--> statement-breakpoint
CREATE INDEX "product_relations_to" ON "product_relations" USING btree ("to_name","to_version");--> statement-breakpoint
CREATE INDEX "push_attempts_order" ON "push_attempts" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "push_lines_order_line" ON "push_lines" USING btree ("order_id","order_line_number");--> statement-breakpoint
CREATE INDEX "pushes_state" ON "pushes" USING btree ("state");--> statement-breakpoint
CREATE INDEX "sync_runs_started" ON "sync_runs" USING btree ("started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sync_runs_one_open" ON "sync_runs" USING btree ((true)) WHERE "sync_runs"."state" in ('reading', 'publishing');--> statement-breakpoint
CREATE INDEX "journal_entries_reference" ON "journal_entries" USING btree ("reference_kind","reference_id");--> statement-breakpoint
CREATE INDEX "journal_entries_day" ON "journal_entries" USING btree ("occurred_on","entry_id");--> statement-breakpoint
CREATE INDEX "journal_lines_account" ON "journal_lines" USING btree ("account","currency");--> statement-breakpoint
CREATE INDEX "journal_lines_order_line" ON "journal_lines" USING btree ("order_line_id");--> statement-breakpoint
CREATE INDEX "mails_created" ON "mails" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "mails_reference" ON "mails" USING btree ("reference");--> statement-breakpoint
CREATE UNIQUE INDEX "cart_lines_item" ON "cart_lines" USING btree ("cart_id","part_number","target_activation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "carts_one_open" ON "carts" USING btree ("account_id","user_name") WHERE "carts"."state" = 'open';--> statement-breakpoint
CREATE INDEX "order_events_order" ON "order_events" USING btree ("order_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "order_lines_number" ON "order_lines" USING btree ("order_id","line_number");--> statement-breakpoint
CREATE INDEX "orders_account" ON "orders" USING btree ("account_id","placed_at");--> statement-breakpoint
CREATE INDEX "orders_placed" ON "orders" USING btree ("placed_on");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_purchase_order" ON "orders" USING btree ("account_id","purchase_order_number");--> statement-breakpoint
CREATE INDEX "quotes_account" ON "quotes" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "shipments_tracking" ON "shipments" USING btree ("order_id","carrier","tracking_number");--> statement-breakpoint
CREATE INDEX "balance_transactions_payout" ON "balance_transactions" USING btree ("payout_id");--> statement-breakpoint
CREATE INDEX "payments_state" ON "payments" USING btree ("state","checked_at");--> statement-breakpoint
CREATE INDEX "price_lists_audience" ON "price_lists" USING btree ("audience","audience_value","currency");--> statement-breakpoint
CREATE INDEX "media_files_md5" ON "media_files" USING btree ("md5","size_bytes");--> statement-breakpoint
CREATE UNIQUE INDEX "media_jobs_order_line_attempt" ON "media_jobs" USING btree ("order_line_id","attempt");--> statement-breakpoint
CREATE INDEX "media_jobs_site_state" ON "media_jobs" USING btree ("site_id","state");--> statement-breakpoint
CREATE INDEX "match_rows_cause" ON "match_rows" USING btree ("run_id","cause");--> statement-breakpoint
CREATE INDEX "match_runs_started" ON "match_runs" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "queue_claims_worker" ON "queue_claims" USING btree ("worker_id");