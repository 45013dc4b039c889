-- Rows of the platform that cannot be read wait here, so that one of them does not stop a whole sync.
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
CREATE INDEX "quarantined_rows_run" ON "quarantined_rows" USING btree ("run_id");
