-- Answer sheets of the span of days. An abandoned sheet does not count, nor does one of a deleted paper.
select 'answer_sheet' as kind, id, village, taken_on as day, key_group as subject, 1 as number,
       sampling, correct, answered, asked, satisfaction
from answer_sheet
where deleted = 0
  and coalesce(state, 'done') <> 'abandoned'
  and village in (select value from json_each(:villages))
  and taken_on between :first and :last
  and paper_id not in (select id from quiz_paper where deleted = 1)
