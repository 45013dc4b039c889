-- What chains grant and the platform was found not to deliver stands on a list for operators.
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
CREATE INDEX "undelivered_grants_found" ON "undelivered_grants" USING btree ("last_found_at");
