-- Why: an invitation changes nothing, here or at the platform, before the invited person says yes by the mailed link.
ALTER TABLE "company_invitations" ADD COLUMN "link_key" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "company_invitations" ADD COLUMN "confirmed_at" timestamp (3) with time zone;
--> statement-breakpoint
-- The platform was asked to list these when they were made; their mails have no such link.
UPDATE company_invitations SET confirmed_at = created_at WHERE state <> 'withdrawn';
