ALTER TABLE "push_lines" ADD COLUMN "base_activation_id" text;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "base_activation_id" text;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "base_product" text;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_base_whole" CHECK (("order_lines"."base_activation_id" is null) = ("order_lines"."base_product" is null));