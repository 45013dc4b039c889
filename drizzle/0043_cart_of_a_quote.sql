-- What was accepted from a cart leaves it: the quote remembers the cart that it was made from, until it is taken out.
ALTER TABLE "sales_quotes" ADD COLUMN "cart_id" text;--> statement-breakpoint
ALTER TABLE "sales_quotes" ADD COLUMN "in_cart_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sales_quotes" ADD CONSTRAINT "sales_quotes_cart_id_carts_id_fk" FOREIGN KEY ("cart_id") REFERENCES "public"."carts"("id") ON DELETE no action ON UPDATE no action;