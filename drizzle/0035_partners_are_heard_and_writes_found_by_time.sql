-- The health page says when each partner was last heard, and when rights were last written; the newest push of a state is
-- found by its time.
CREATE TABLE "partner_contacts" (
	"partner" text PRIMARY KEY NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"silent_at" timestamp (3) with time zone
);
--> statement-breakpoint
DROP INDEX "pushes_state";--> statement-breakpoint
CREATE INDEX "pushes_state_updated" ON "pushes" USING btree ("state","updated_at");
