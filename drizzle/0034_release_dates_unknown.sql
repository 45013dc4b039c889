-- A release whose date is not known is hidden or offered, as the configuration says; rights and answers follow from the row.
CREATE TABLE "rights_settings" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"unknown_release" text NOT NULL,
	CONSTRAINT "rights_settings_one_row" CHECK ("rights_settings"."id" = 1),
	CONSTRAINT "rights_settings_unknown_release_known" CHECK ("rights_settings"."unknown_release" in ('hide', 'offer'))
);
--> statement-breakpoint
SELECT answers_follow_from('rights_settings', 'everybody');
