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
CREATE TABLE "product_releases" (
	"name" text NOT NULL,
	"version" text NOT NULL,
	"first_seen_on" date NOT NULL,
	CONSTRAINT "product_releases_name_version_pk" PRIMARY KEY("name","version")
);
--> statement-breakpoint
CREATE TABLE "rights_history" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rights_history_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"table_name" text NOT NULL,
	"data" jsonb NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	"valid_to" timestamp with time zone NOT NULL,
	CONSTRAINT "rights_history_period_not_empty" CHECK ("rights_history"."valid_from" < "rights_history"."valid_to")
);
--> statement-breakpoint
CREATE INDEX "product_chains_from" ON "product_chains" USING btree ("from_name");--> statement-breakpoint
CREATE INDEX "product_chains_to" ON "product_chains" USING btree ("to_name","to_version");--> statement-breakpoint
CREATE INDEX "rights_history_period" ON "rights_history" USING btree ("table_name","valid_to");