DROP TABLE "sync_staging" CASCADE;--> statement-breakpoint
ALTER TABLE "sync_runs" DROP COLUMN "position";