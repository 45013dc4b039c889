-- Pages are known by what can be read again: the next full run reads all of them once more.
TRUNCATE "read_pages";--> statement-breakpoint
ALTER TABLE "read_pages" ADD COLUMN "rows_mark" text NOT NULL;--> statement-breakpoint
ALTER TABLE "read_pages" DROP COLUMN "hashes";
