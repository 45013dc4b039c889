-- A page is known by one mark of its rows instead of the hash of each, which was half of the table. The hashes stay, empty, for
-- processes of the release before: they read such a page again. The next release drops them.
ALTER TABLE "read_pages" ALTER COLUMN "hashes" SET DEFAULT '{}';--> statement-breakpoint
ALTER TABLE "read_pages" ADD COLUMN "rows_mark" text;
