-- History is written with every publication, so it must be cheap: no tree indexes, and rows as plain text of JSON.
DROP INDEX "rights_history_period";--> statement-breakpoint
ALTER TABLE "rights_history" ALTER COLUMN "data" SET DATA TYPE json;--> statement-breakpoint
CREATE INDEX "rights_history_until" ON "rights_history" USING brin ("valid_to");--> statement-breakpoint
ALTER TABLE "rights_history" DROP COLUMN "id";--> statement-breakpoint
CREATE OR REPLACE FUNCTION keep_former_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- What came and went in one transaction was never seen by anybody.
  INSERT INTO rights_history (table_name, data, valid_from, valid_to)
    SELECT TG_TABLE_NAME, to_json(former), former.valid_from, now() FROM former WHERE former.valid_from < now();
  RETURN NULL;
END
$$;
