-- A line keeps the channel partners that the platform names on it: a partner serves no customer because it knows an account ID.
ALTER TABLE "entitlement_lines" ADD COLUMN "partner_account_ids" text[];--> statement-breakpoint
CREATE INDEX "entitlement_lines_partners" ON "entitlement_lines" USING gin ("partner_account_ids") WHERE cardinality("entitlement_lines"."partner_account_ids") > 0;