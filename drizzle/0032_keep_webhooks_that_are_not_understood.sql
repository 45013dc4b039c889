-- A webhook that a partner signed and the store cannot read is kept as it came, so that it can be answered with success.
CREATE TABLE "kept_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"reason" text NOT NULL,
	"body" "bytea" NOT NULL,
	"times" integer NOT NULL,
	"first_received_at" timestamp (3) with time zone NOT NULL,
	"last_received_at" timestamp (3) with time zone NOT NULL,
	"set_aside_by" text,
	"set_aside_at" timestamp (3) with time zone,
	CONSTRAINT "kept_messages_set_aside_whole" CHECK (("kept_messages"."set_aside_by" is null) = ("kept_messages"."set_aside_at" is null))
);
--> statement-breakpoint
CREATE INDEX "kept_messages_open" ON "kept_messages" USING btree ("first_received_at") WHERE "kept_messages"."set_aside_at" is null;--> statement-breakpoint
CREATE INDEX "inbound_events_received" ON "inbound_events" USING btree ("received_at");