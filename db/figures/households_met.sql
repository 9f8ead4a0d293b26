-- Households met at least once in the span of days, each once; a merged household counts as the one that stands for it.
-- from: visits
select 'household' as kind, coalesce(household_survivor.survivor, visits.household_id) as id, visits.village,
       max(visits.day) as day, '' as subject, 1 as number
from visits left join household_survivor on household_survivor.id = visits.household_id
where visits.outcome = 'met'
group by visits.village, coalesce(household_survivor.survivor, visits.household_id)
