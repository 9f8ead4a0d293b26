-- Households and visits in full: more of what a visit tells, times away, where a household is, photos, and the register.

alter table household add column away text;
alter table household add column earlier text;
alter table household add column apart_from text;
alter table household add column split_from text references household(id) deferrable initially deferred;
create index household_split on household(split_from) where split_from is not null;
alter table household add column longitude real;
alter table household add column latitude real;
alter table household add column erased_because text;

alter table visit add column seen text;
alter table visit add column difficulties text;
alter table visit add column requests text;
alter table visit add column help_given text;

alter table follow_up add column reported_on text;
alter table follow_up add column reported_how text;
alter table follow_up add column closed_as text;

create table photo(
  id text primary key, village text not null, deleted integer not null default 0,
  source_table text, source_id text, caption text, taken_at text, width integer, height integer, bytes integer, digest text
) strict;
create index photo_by_source on photo(source_table, source_id);

-- The pictures: written once, before the record that names them, never changed, not in the journal.
create table photo_image(
  id text primary key,           -- the photo's id
  preview blob not null,         -- JPEG, small; before the large one, so that reading it passes over nothing
  image blob not null            -- JPEG, upright, without EXIF
) strict;

-- Derived, like the search index: what the register of households shows, filters and sorts by, one row a household.
-- Kept in the transaction of each save, put together anew when `register_version` in meta is another, held by `check`.
create table household_register(
  number integer primary key,    -- its document in the search index, below 0 where it has none
  id text not null unique, village text not null,
  place text not null,           -- sorts as doors are walked: village, group, then the numbers inside the door number
  group_no integer not null, door_no text not null, contact_name text not null, phone text not null,
  tenure text not null,
  people integer not null,       -- how many of each key group in declared order, seven bits each
  inactive_from text not null,   -- here and below '' stands for nothing
  last_met text not null, last_visit text not null, last_outcome text not null, calls_missed integer not null,
  open_follow_ups integer not null, due_on text not null
) strict;
create index household_register_walk on household_register(
  place, number, inactive_from, tenure, last_met, group_no, people, open_follow_ups, last_outcome, door_no);

-- Those of deleted visits too: what was raised on one still has to be done.
drop index visit_by_household;
create index visit_by_household on visit(household_id, visited_on, outcome, deleted);
create index visit_by_day on visit(visited_on, id, village, outcome, household_id) where deleted = 0;
create index follow_up_open on follow_up(source_table, source_id, due_on) where deleted = 0 and status <> 'closed';

-- What the figures of the register read, with times away and what a split or a merge changed later.
drop index household_by_state;
create index household_by_state on household(
  village, active_from, inactive_from, merged_into, tenure, group_no,
  left_behind_children, left_behind_elderly, returned_workers, pupils, tenants, inactive_reason, away, earlier, id)
  where deleted = 0;

-- The smallest id of the ring itself, not of a chain that leads into it.
drop view household_survivor;
create view household_survivor(id, survivor) as
with recursive merged(id, into_id) as (
  select id, merged_into from household where merged_into is not null
  union
  select merged.id, household.merged_into
  from merged join household on household.id = merged.into_id
  where household.merged_into is not null
)
select id, coalesce(max(case when into_id not in (select id from merged) then into_id end),
                    min(case when (into_id, into_id) in (select id, into_id from merged) then into_id end))
from merged
group by id;
