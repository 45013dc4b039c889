CREATE TABLE "read_pages" (
	"step" text NOT NULL,
	"page" integer NOT NULL,
	"mark" text NOT NULL,
	"has_more" boolean NOT NULL,
	"keys_mark" text NOT NULL,
	"keys" text[] NOT NULL,
	"hashes" text[] NOT NULL,
	"layout" text NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "read_pages_step_page_pk" PRIMARY KEY("step","page")
);
--> statement-breakpoint
-- What may be read again at any time is not worth its journal, and compressing it takes longer than writing it.
ALTER TABLE "read_pages" SET UNLOGGED;--> statement-breakpoint
ALTER TABLE "read_pages" ALTER COLUMN "keys" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "read_pages" ALTER COLUMN "hashes" SET STORAGE EXTERNAL;
