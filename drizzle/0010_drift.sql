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
ALTER TABLE "drift_rows" ADD CONSTRAINT "drift_rows_run_id_drift_reports_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."drift_reports"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "drift_reports_compared" ON "drift_reports" USING btree ("compared_at");--> statement-breakpoint
CREATE INDEX "rights_without_order_place" ON "rights_without_order" USING btree ("granted","position");