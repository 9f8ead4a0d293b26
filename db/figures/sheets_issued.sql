-- Surveys that began in the span of days; each row's number is how many sheets were issued.
select 'survey' as kind, id, village, started_on as day, sampling as subject, issued as number
from survey
where deleted = 0
  and village in (select value from json_each(:villages))
  and started_on between :first and :last
  and issued is not null
  and paper_id not in (select id from quiz_paper where deleted = 1)
