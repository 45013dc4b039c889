-- Rights of an earlier day can be asked for again, so the rows that they follow from keep their former versions. Triggers do
-- it, so that no way of writing forgets it, and set by set, so that a large publication stays one statement a table.
CREATE FUNCTION stamp_row_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.valid_from := greatest(now(), OLD.valid_from);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION keep_former_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- What came and went in one transaction was never seen by anybody.
  INSERT INTO rights_history (table_name, data, valid_from, valid_to)
    SELECT TG_TABLE_NAME, to_jsonb(former), former.valid_from, now() FROM former WHERE former.valid_from < now();
  RETURN NULL;
END
$$;
--> statement-breakpoint
ALTER TABLE entitlement_lines ADD COLUMN valid_from timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
CREATE TRIGGER entitlement_lines_version BEFORE UPDATE ON entitlement_lines FOR EACH ROW EXECUTE FUNCTION stamp_row_version();
--> statement-breakpoint
CREATE TRIGGER entitlement_lines_changed AFTER UPDATE ON entitlement_lines REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
CREATE TRIGGER entitlement_lines_deleted AFTER DELETE ON entitlement_lines REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
ALTER TABLE maintenance_lines ADD COLUMN valid_from timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
CREATE TRIGGER maintenance_lines_version BEFORE UPDATE ON maintenance_lines FOR EACH ROW EXECUTE FUNCTION stamp_row_version();
--> statement-breakpoint
CREATE TRIGGER maintenance_lines_changed AFTER UPDATE ON maintenance_lines REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
CREATE TRIGGER maintenance_lines_deleted AFTER DELETE ON maintenance_lines REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
ALTER TABLE accounts ADD COLUMN valid_from timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
CREATE TRIGGER accounts_version BEFORE UPDATE ON accounts FOR EACH ROW EXECUTE FUNCTION stamp_row_version();
--> statement-breakpoint
CREATE TRIGGER accounts_changed AFTER UPDATE ON accounts REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
CREATE TRIGGER accounts_deleted AFTER DELETE ON accounts REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
ALTER TABLE account_parents ADD COLUMN valid_from timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
CREATE TRIGGER account_parents_version BEFORE UPDATE ON account_parents FOR EACH ROW EXECUTE FUNCTION stamp_row_version();
--> statement-breakpoint
CREATE TRIGGER account_parents_changed AFTER UPDATE ON account_parents REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
CREATE TRIGGER account_parents_deleted AFTER DELETE ON account_parents REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
ALTER TABLE products ADD COLUMN valid_from timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
CREATE TRIGGER products_version BEFORE UPDATE ON products FOR EACH ROW EXECUTE FUNCTION stamp_row_version();
--> statement-breakpoint
CREATE TRIGGER products_changed AFTER UPDATE ON products REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
CREATE TRIGGER products_deleted AFTER DELETE ON products REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
ALTER TABLE product_relations ADD COLUMN valid_from timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
CREATE TRIGGER product_relations_version BEFORE UPDATE ON product_relations FOR EACH ROW EXECUTE FUNCTION stamp_row_version();
--> statement-breakpoint
CREATE TRIGGER product_relations_changed AFTER UPDATE ON product_relations REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
CREATE TRIGGER product_relations_deleted AFTER DELETE ON product_relations REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
ALTER TABLE product_chains ADD COLUMN valid_from timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
CREATE TRIGGER product_chains_version BEFORE UPDATE ON product_chains FOR EACH ROW EXECUTE FUNCTION stamp_row_version();
--> statement-breakpoint
CREATE TRIGGER product_chains_changed AFTER UPDATE ON product_chains REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
CREATE TRIGGER product_chains_deleted AFTER DELETE ON product_chains REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
ALTER TABLE product_releases ADD COLUMN valid_from timestamptz NOT NULL DEFAULT now();
--> statement-breakpoint
CREATE TRIGGER product_releases_version BEFORE UPDATE ON product_releases FOR EACH ROW EXECUTE FUNCTION stamp_row_version();
--> statement-breakpoint
CREATE TRIGGER product_releases_changed AFTER UPDATE ON product_releases REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
--> statement-breakpoint
CREATE TRIGGER product_releases_deleted AFTER DELETE ON product_releases REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION keep_former_versions();
