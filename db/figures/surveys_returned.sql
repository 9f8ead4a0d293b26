-- Surveys that began in the span of days; each row's number is how many sheets were returned.
select 'survey' as kind, id, village, started_on as day, sampling as subject, returned as number
from survey
where deleted = 0
  and village in (select value from json_each(:villages))
  and started_on between :first and :last
  and returned is not null
  and paper_id not in (select id from quiz_paper where deleted = 1)
