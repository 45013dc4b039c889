-- Downloads that the platform tells of are recorded beside the clicks in the store, each once.
ALTER TABLE "taken_downloads" ALTER COLUMN "activation_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "taken_downloads" ADD COLUMN "platform_log_id" text;--> statement-breakpoint
CREATE UNIQUE INDEX "taken_downloads_told_once" ON "taken_downloads" USING btree ("account_id","package_id","platform_log_id");