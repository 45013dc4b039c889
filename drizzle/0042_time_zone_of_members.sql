-- Pages show times in the zone of the member, which the platform may say in the profile.
ALTER TABLE "members" ADD COLUMN "time_zone" text;