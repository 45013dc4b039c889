-- A line that changes stays in its page as long as there is room, and no index has to be told: a tenth is what the hundredth
-- of all lines that changes in a day needs for a while. Pages that are full already stay as they are.
ALTER TABLE "entitlement_lines" SET (fillfactor = 90);
