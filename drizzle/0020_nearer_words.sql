-- Two letters that changed places, as in "skecth", are a typing error as well.
CREATE OR REPLACE FUNCTION items_like(wanted text) RETURNS TABLE (part_number text, likeness real) LANGUAGE sql STABLE
  SET pg_trgm.word_similarity_threshold = '0.4' AS $$
  SELECT i.part_number, word_similarity(lower(wanted), lower(i.title || ' ' || i.part_number || ' ' || coalesce(i.product_name, '')))
  FROM items i
  WHERE i.requires_any_of = '{}' AND lower(wanted) <% lower(i.title || ' ' || i.part_number || ' ' || coalesce(i.product_name, ''))
$$;
