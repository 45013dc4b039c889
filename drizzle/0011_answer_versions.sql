-- Answers may be kept for as long as nothing they follow from has changed, so changes are counted.
CREATE TABLE "answer_changes" (
	"transaction" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"everybody" boolean NOT NULL,
	"account_ids" text[] NOT NULL,
	"activation_ids" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "answer_versions" (
	"scope" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "answer_changes_transaction" ON "answer_changes" USING btree ("transaction");--> statement-breakpoint
-- Answers that were made before may be given again while nothing they follow from has changed. Triggers count the changes,
-- so that no way of writing forgets it. A row here is empty again when the transaction ends, so the table needs no log.
ALTER TABLE answer_changes SET UNLOGGED;
--> statement-breakpoint
INSERT INTO answer_versions (scope, version) VALUES ('', 1);
--> statement-breakpoint
-- Notes what a statement changed; TG_ARGV[0] says whom it concerns. Up to fifty rows are looked at one by one; more of
-- them concern everybody, and a transaction that concerns everybody need not be noted twice.
CREATE FUNCTION note_answer_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  few constant int := 50;
  named text[];
  rows_changed int;
BEGIN
  IF TG_OP <> 'TRUNCATE' THEN
    IF TG_ARGV[0] = 'account' THEN
      SELECT count(*), array_agg(DISTINCT account_id) INTO rows_changed, named FROM (SELECT account_id FROM changed LIMIT few + 1) c;
    ELSIF TG_ARGV[0] = 'covered' THEN
      SELECT count(*), array_agg(DISTINCT a) INTO rows_changed, named
        FROM (SELECT covered_activation_ids FROM changed LIMIT few + 1) c CROSS JOIN unnest(covered_activation_ids) a;
    ELSE
      SELECT count(*) INTO rows_changed FROM (SELECT FROM changed LIMIT 1) c;
    END IF;
    IF rows_changed = 0 THEN RETURN NULL; END IF;
  END IF;
  IF current_setting('store.answers_changed', true) = pg_current_xact_id()::text THEN RETURN NULL; END IF;
  IF TG_OP = 'TRUNCATE' OR TG_ARGV[0] = 'everybody' OR rows_changed > few THEN
    PERFORM set_config('store.answers_changed', pg_current_xact_id()::text, true);
    INSERT INTO answer_changes (everybody, account_ids, activation_ids) VALUES (true, '{}', '{}');
  ELSIF TG_ARGV[0] = 'account' THEN
    INSERT INTO answer_changes (everybody, account_ids, activation_ids) VALUES (false, named, '{}');
  ELSE
    INSERT INTO answer_changes (everybody, account_ids, activation_ids) VALUES (false, '{}', named);
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Runs when the transaction ends. Those who change something take turns from here to their commit, so that whose lines a
-- maintenance covers is read after every change that was committed before; and nobody waits for a long publication.
CREATE FUNCTION count_answer_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  concerned text[];
BEGIN
  IF NOT EXISTS (SELECT FROM answer_changes WHERE transaction = pg_current_xact_id()) THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(7246318);
  SELECT array_agg(DISTINCT scope) INTO concerned FROM (
    SELECT '' AS scope FROM answer_changes WHERE transaction = pg_current_xact_id() AND everybody
    UNION ALL SELECT unnest(account_ids) FROM answer_changes WHERE transaction = pg_current_xact_id()
    UNION ALL SELECT l.account_id FROM entitlement_lines l WHERE l.activation_id IN
      (SELECT unnest(activation_ids) FROM answer_changes WHERE transaction = pg_current_xact_id())) s;
  DELETE FROM answer_changes WHERE transaction = pg_current_xact_id();
  INSERT INTO answer_versions AS v (scope, version) SELECT unnest(concerned), 1
    ON CONFLICT (scope) DO UPDATE SET version = v.version + 1;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER answer_changes_counted AFTER INSERT ON answer_changes DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION count_answer_changes();
--> statement-breakpoint
-- A table that an answer is read from gets its triggers here, in this or in a later migration.
CREATE FUNCTION answers_follow_from(name regclass, concerns text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER answers_inserted AFTER INSERT ON %s REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
  EXECUTE format('CREATE TRIGGER answers_updated_to AFTER UPDATE ON %s REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
  EXECUTE format('CREATE TRIGGER answers_updated_from AFTER UPDATE ON %s REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
  EXECUTE format('CREATE TRIGGER answers_deleted AFTER DELETE ON %s REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
  EXECUTE format('CREATE TRIGGER answers_truncated AFTER TRUNCATE ON %s
    FOR EACH STATEMENT EXECUTE FUNCTION note_answer_change(%L)', name, concerns);
END
$$;
--> statement-breakpoint
SELECT answers_follow_from('entitlement_lines', 'account');
--> statement-breakpoint
SELECT answers_follow_from('maintenance_lines', 'covered');
--> statement-breakpoint
SELECT answers_follow_from('accounts', 'account');
--> statement-breakpoint
SELECT answers_follow_from(name, 'everybody') FROM unnest(array['account_parents', 'products', 'product_relations',
  'product_chains', 'product_releases', 'items', 'price_lists', 'price_list_entries', 'discount_rules']::regclass[]) name;
