-- Valid answer sheets of the key group :key_group; each row's number is 1 where the person passed, 0 otherwise.
-- from: sheets_valid
select kind, id, village, day, subject, 100 * correct >= :pass_mark * asked as number
from sheets_valid
where subject = :key_group
