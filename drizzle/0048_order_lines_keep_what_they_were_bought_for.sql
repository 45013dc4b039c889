-- An order is whole without its priced cart: which line and how many months a line was bought for stand on the line itself.
ALTER TABLE "order_lines" ADD COLUMN "target_activation_id" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "term_months" integer;--> statement-breakpoint
-- By hand: orders from before take both from their priced carts.
UPDATE "order_lines" SET
	"target_activation_id" = coalesce("priced"."line" ->> 'targetActivationId', ''),
	"term_months" = ("priced"."line" ->> 'termMonths')::integer
FROM (
	SELECT "orders"."id" AS "order_id", "line"
	FROM "orders" JOIN "quotes" ON "quotes"."id" = "orders"."quote_id"
	CROSS JOIN LATERAL jsonb_array_elements("quotes"."lines") AS "line"
) AS "priced"
WHERE "priced"."order_id" = "order_lines"."order_id"
	AND ("priced"."line" ->> 'lineNumber')::integer = "order_lines"."line_number";
