-- Patrols of the span of days.
select 'patrol' as kind, id, village, patrolled_on as day, method as subject, 1 as number,
       method, people, vehicles, flights, leaflets, letters
from patrol
where deleted = 0
  and village in (select value from json_each(:villages))
  and patrolled_on between :first and :last
