-- What members typed for orders outlives a reload, a second tab and the session; forms that come after its end are kept.
CREATE TABLE "kept_forms" (
	"browser_digest" text NOT NULL,
	"owner_digest" text NOT NULL,
	"page" text NOT NULL,
	"fields" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "kept_forms_browser_digest_owner_digest_page_pk" PRIMARY KEY("browser_digest","owner_digest","page")
);
--> statement-breakpoint
CREATE TABLE "typed_forms" (
	"account_id" text NOT NULL,
	"user_name" text NOT NULL,
	"form" text NOT NULL,
	"fields" jsonb NOT NULL,
	"cart_id" text,
	"shown_quote_id" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "typed_forms_account_id_user_name_form_pk" PRIMARY KEY("account_id","user_name","form")
);
--> statement-breakpoint
ALTER TABLE "typed_forms" ADD CONSTRAINT "typed_forms_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "kept_forms_expires" ON "kept_forms" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "typed_forms_changed" ON "typed_forms" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "typed_forms_cart" ON "typed_forms" USING btree ("cart_id");