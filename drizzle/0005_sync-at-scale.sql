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
CREATE UNLOGGED TABLE "sync_progress" (
	"run_id" text NOT NULL,
	"step" text NOT NULL,
	"next_page" integer NOT NULL,
	"rows" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sync_progress_run_id_step_pk" PRIMARY KEY("run_id","step")
);
--> statement-breakpoint
CREATE TABLE "sync_watermarks" (
	"step" text PRIMARY KEY NOT NULL,
	"read_from" timestamp (3) with time zone NOT NULL,
	"run_id" text NOT NULL
);
--> statement-breakpoint
DROP INDEX "sync_runs_one_open";--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "rehearse" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "rehearsal" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "sync_runs_one_open" ON "sync_runs" USING btree ((true)) WHERE "sync_runs"."state" in ('reading', 'rehearsed', 'publishing');