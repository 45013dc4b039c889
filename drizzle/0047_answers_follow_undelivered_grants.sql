-- What may be bought follows from what is delivered too, so a kept answer is over when that changes.
SELECT answers_follow_from('undelivered_grants', 'account');
