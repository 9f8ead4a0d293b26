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
