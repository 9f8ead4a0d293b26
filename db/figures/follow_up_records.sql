-- Every follow-up; one that is not closed has no closing day. It stands on its own: deleting the record that it
-- was raised from does not take it away.
select 'follow_up' as kind, id, village, raised_on as day, kind as subject, 1 as number, raised_on, due_on,
       case when status = 'closed' then closed_on end as closed_on
from follow_up
where deleted = 0
  and village in (select value from json_each(:villages))
