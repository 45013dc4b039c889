-- Nobody is a member under an empty sign-in name: such rows came from records of the platform that cannot sign in.
DELETE FROM "memberships" WHERE btrim("user_name") = '';--> statement-breakpoint
DELETE FROM "members" WHERE btrim("user_name") = '';--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_have_a_name" CHECK (btrim("members"."user_name") <> '');--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_have_a_name" CHECK (btrim("memberships"."user_name") <> '');