-- Lines and accounts keep the platform's own id, by which a renumbered one is known; former activation ids lead on.
CREATE TABLE "line_successors" (
	"former_activation_id" text NOT NULL,
	"activation_id" text NOT NULL,
	"proof" text NOT NULL,
	"run_id" text NOT NULL,
	"noted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "line_successors_former_activation_id_activation_id_pk" PRIMARY KEY("former_activation_id","activation_id"),
	CONSTRAINT "line_successors_proof_known" CHECK ("line_successors"."proof" in ('platform-id', 'origin', 'order-line'))
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "platform_id" text;--> statement-breakpoint
ALTER TABLE "entitlement_lines" ADD COLUMN "platform_id" text;--> statement-breakpoint
ALTER TABLE "entitlement_lines" ADD COLUMN "origin_activation_id" text;