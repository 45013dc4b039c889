-- A title miss that told the operators is marked, so that one account cannot use up the alarms of a day.
ALTER TABLE "title_misses" ADD COLUMN "alarmed" boolean DEFAULT false NOT NULL;
