-- What an account would have paid on an earlier day can be asked, so the rows that prices follow from keep their former versions.
-- Lists have a valid_from of their own, which is a day; the instant from which a row is known is called known_from here.
CREATE FUNCTION stamp_known_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.known_from := greatest(now(), OLD.known_from);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION keep_former_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- What came and went in one transaction was never seen by anybody.
  INSERT INTO rights_history (table_name, data, valid_from, valid_to)
    SELECT TG_TABLE_NAME, to_json(former), former.known_from, now() FROM former WHERE former.known_from < now();
  RETURN NULL;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY array['price_lists', 'price_list_entries', 'account_groups', 'discount_rules'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN known_from timestamptz NOT NULL DEFAULT now()', name);
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION stamp_known_row()',
      name || '_version', name);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS former
      FOR EACH STATEMENT EXECUTE FUNCTION keep_former_rows()', name || '_changed', name);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS former
      FOR EACH STATEMENT EXECUTE FUNCTION keep_former_rows()', name || '_deleted', name);
  END LOOP;
END
$$;
