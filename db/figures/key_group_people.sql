-- People of the key group :key_group in the households of the register; each row's number is the household's people.
-- from: households_active
select kind, id, village, day, subject, people as number
from (
  select households_active.*,
       case :key_group
         when 'left_behind_children' then left_behind_children
         when 'left_behind_elderly' then left_behind_elderly
         when 'returned_workers' then returned_workers
         when 'pupils' then pupils
         when 'tenants' then tenants
       end as people
  from households_active
)
where people > 0
