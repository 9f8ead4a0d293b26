-- Planting patrols in full: where plots lie, tracks, the ground under the map, and the steps of a find.

alter table plot add column received text;
alter table plot add column datum text;
alter table plot add column longitude real;
alter table plot add column latitude real;
alter table plot add column inactive_reason text;
alter table plot add column away text;
alter table plot add column earlier text;
alter table plot add column split_from text references plot(id) deferrable initially deferred;
alter table plot add column merged_into text references plot(id) deferrable initially deferred;
create index plot_by_split on plot(split_from) where split_from is not null;
create index plot_by_survivor on plot(merged_into) where merged_into is not null;

-- Plots that were merged, and the one that stands for each; of a ring of merges the smallest id.
create view plot_survivor(id, survivor) as
with recursive merged(id, into_id) as (
  select id, merged_into from plot where merged_into is not null
  union
  select merged.id, plot.merged_into from merged join plot on plot.id = merged.into_id where plot.merged_into is not null
)
select id, coalesce(max(case when into_id not in (select id from merged) then into_id end),
                    min(case when (into_id, into_id) in (select id, into_id from merged) then into_id end))
from merged
group by id;

-- For each plot whose checks are its own, up to and with the day `until`: itself, those that were merged into it, and
-- the ones that it was split from.
create view plot_part(id, part, until) as
with recursive part(id, part, until) as (
  select id, id, '9999' from plot
  union
  select part.id, plot.id, part.until from part join plot on plot.merged_into = part.part
  union
  select part.id, plot.split_from, min(part.until, plot.active_from)
  from part join plot on plot.id = part.part
  where plot.split_from is not null
)
select id, part, max(until) from part group by id, part;

alter table patrol add column from_time text;
alter table patrol add column to_time text;
alter table patrol add column partner text;
alter table patrol add column own_signed text;
alter table patrol add column partner_signed text;

alter table plot_check add column not_looked text;
alter table plot_check add column checked_at text;

alter table plant_finding add column density real;
alter table plant_finding add column grown_area real;
alter table plant_finding add column spot text;
alter table plant_finding add column longitude real;
alter table plant_finding add column latitude real;
alter table plant_finding add column planter text;
alter table plant_finding add column reported_person text;
alter table plant_finding add column uprooted_by text;
alter table plant_finding add column uprooters integer;
alter table plant_finding add column destroyed_how text;
alter table plant_finding add column counted_at text;
alter table plant_finding add column regrown_from text references plant_finding(id) deferrable initially deferred;

alter table photo add column longitude real;
alter table photo add column latitude real;

create table track(
  id text primary key, village text not null, deleted integer not null default 0,
  patrol_id text references patrol(id) deferrable initially deferred,
  name text, method text, recorded_on text, began_at text, ended_at text, metres real, seconds integer,
  positions integer, ways text, cuts text, datum text, origin text, digest text, note text
) strict;
create index track_by_patrol on track(patrol_id);
create index track_by_day on track(village, recorded_on) where deleted = 0;

create table map_area(
  id text primary key, village text not null, deleted integer not null default 0,
  name text, level text, group_no integer, outline text, received text, datum text
) strict;

create table map_picture(
  id text primary key, village text not null, deleted integer not null default 0,
  name text, width integer, height integer, fit text, points text, datum text, shown integer, digest text
) strict;

-- What stands beside a record and never changes: a track's file, a picture of the ground.
create table attachment(id text primary key, content blob not null) strict;
