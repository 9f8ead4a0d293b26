-- Households whose visits do not count: deleted ones, and those merged into a deleted one by the end of the month.
-- from: survivors
select 'household' as kind, id, village, '' as day, '' as subject, 1 as number from household where deleted = 1
union all
select survivors.kind, survivors.id, survivors.village, '', '', 1
from survivors join household on household.id = survivors.survivor
where household.deleted = 1
