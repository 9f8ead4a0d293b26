-- Tracks of the span of days; each row's number is how long the way is in kilometres. A deleted patrol's do not count.
select 'track' as kind, id, village, recorded_on as day, method as subject, metres / 1000 as number
from track
where deleted = 0
  and village in (select value from json_each(:villages))
  and recorded_on between :first and :last
  and metres > 0
  and (patrol_id is null or patrol_id not in (select id from patrol where deleted = 1))
