-- A payout that is made by hand can never be itemised; the store says so and goes on with those after it.
ALTER TABLE "payouts" ADD COLUMN "itemised" text DEFAULT 'complete' NOT NULL;