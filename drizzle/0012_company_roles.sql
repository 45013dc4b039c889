-- What a company says of its members, and whom it has asked in: roles in the store beside those of the platform.
CREATE TABLE "company_invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"email" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"role" text NOT NULL,
	"state" text NOT NULL,
	"invited_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "company_invitations_role_known" CHECK ("company_invitations"."role" in ('viewer', 'buyer', 'approver', 'admin')),
	CONSTRAINT "company_invitations_state_known" CHECK ("company_invitations"."state" in ('open', 'accepted', 'withdrawn'))
);
--> statement-breakpoint
CREATE TABLE "company_members" (
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"role" text NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"set_by" text NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "company_members_account_id_user_name_pk" PRIMARY KEY("account_id","user_name"),
	CONSTRAINT "company_members_role_known" CHECK ("company_members"."role" in ('viewer', 'buyer', 'approver', 'admin'))
);
--> statement-breakpoint
ALTER TABLE "company_invitations" ADD CONSTRAINT "company_invitations_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_members" ADD CONSTRAINT "company_members_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "company_invitations_one_open" ON "company_invitations" USING btree ("account_id","email") WHERE "company_invitations"."state" = 'open';--> statement-breakpoint
CREATE INDEX "company_invitations_account" ON "company_invitations" USING btree ("account_id","created_at");