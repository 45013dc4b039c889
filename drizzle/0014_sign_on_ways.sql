-- What is under way between a browser and a way to sign on, identities that a person has to judge, and how a session began.
CREATE TABLE "held_identities" (
	"id" text PRIMARY KEY NOT NULL,
	"way" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_name" text,
	"email" text NOT NULL,
	"state" text NOT NULL,
	"member_user_name" text,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	CONSTRAINT "held_identities_once" UNIQUE("way","issuer","subject"),
	CONSTRAINT "held_identities_state_known" CHECK ("held_identities"."state" in ('held', 'linked', 'rejected')),
	CONSTRAINT "held_identities_linked_to" CHECK (("held_identities"."state" = 'linked') = ("held_identities"."member_user_name" is not null))
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"digest" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_on_tickets" (
	"digest" text PRIMARY KEY NOT NULL,
	"step" text NOT NULL,
	"browser_digest" text,
	"secrets" jsonb NOT NULL,
	"identity" jsonb,
	"return_to" text,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "way" text DEFAULT 'handoff' NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "held_identity_id" text;--> statement-breakpoint
CREATE INDEX "members_email" ON "members" USING btree (lower("email"));