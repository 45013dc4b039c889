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
ALTER TABLE "match_runs" ADD COLUMN "totals" jsonb;--> statement-breakpoint
ALTER TABLE "match_facts" ADD CONSTRAINT "match_facts_run_id_match_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."match_runs"("id") ON DELETE no action ON UPDATE no action;