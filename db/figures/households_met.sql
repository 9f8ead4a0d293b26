-- Households met at least once in the span of days, each once; one that was merged by the end of the month counts as
-- the one that stands for it.
-- from: visits, survivors
select 'household' as kind, coalesce(survivors.survivor, visits.household_id) as id, visits.village,
       max(visits.day) as day, '' as subject, 1 as number
from visits left join survivors on survivors.id = visits.household_id
where visits.outcome = 'met'
group by visits.village, coalesce(survivors.survivor, visits.household_id)
