-- What a tenant demands of the lines that are created there is imported as data.
CREATE TABLE "push_attributes" (
	"scope" text PRIMARY KEY NOT NULL,
	"row" jsonb NOT NULL
);
