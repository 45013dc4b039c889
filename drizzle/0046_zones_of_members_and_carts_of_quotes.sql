-- Pages show times in the zone of the member, and what was accepted from a cart leaves it: the quote remembers its cart.
ALTER TABLE "members" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "sales_quotes" ADD COLUMN "cart_id" text;--> statement-breakpoint
ALTER TABLE "sales_quotes" ADD COLUMN "in_cart_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sales_quotes" ADD CONSTRAINT "sales_quotes_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE no action ON UPDATE no action;