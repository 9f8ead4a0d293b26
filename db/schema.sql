-- Generated from db/migrations by `python -m panhuang_desk.store.schema`; a test holds it. Do not edit.
pragma user_version = 8;

CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT;

CREATE TABLE meta(
  key text primary key,          -- file_id, created_at, sample, clean, replica, home, person, phone ...
  value text not null
) strict, without rowid;

CREATE TABLE setting(
  key text primary key,          -- what the office may change for this file: pass mark, due days, headline figure
  value text not null
) strict, without rowid;

CREATE TABLE village(
  code text primary key,         -- 12-digit statistical division code, text because it is never a number
  name text not null,
  subdistrict_code text not null,
  subdistrict_name text not null,
  position integer not null default 0
) strict, without rowid;

CREATE TABLE household(
  id text primary key, village text not null, deleted integer not null default 0,
  group_no integer, door_no text, contact_name text, phone text, tenure text,
  left_behind_children integer, left_behind_elderly integer, returned_workers integer, pupils integer, tenants integer,
  note text, active_from text, inactive_from text, inactive_reason text,
  merged_into text references household(id) deferrable initially deferred
, away text, earlier text, apart_from text, split_from text references household(id) deferrable initially deferred, longitude real, latitude real, erased_because text, put_off_until text) strict;

CREATE TABLE visit(
  id text primary key, village text not null, deleted integer not null default 0,
  household_id text references household(id) deferrable initially deferred,
  visited_on text, outcome text, topics text, materials text, materials_given integer, note text, visited_by text,
  checklist_version text
, seen text, difficulties text, requests text, help_given text) strict;

CREATE TABLE quiz_paper(
  id text primary key, village text not null, deleted integer not null default 0,
  title text, bank_version text, questions text, made_on text, note text
, forms text, seed integer) strict;

CREATE TABLE answer_sheet(
  id text primary key, village text not null, deleted integer not null default 0,
  paper_id text references quiz_paper(id) deferrable initially deferred,
  taken_on text, key_group text, sampling text, answers text, correct integer, answered integer, asked integer, note text
, survey_id text references survey(id) deferrable initially deferred, form text, age_band text, satisfaction text, state text, entered text, origin text, seconds integer, second_answers text, second_by text) strict;

CREATE TABLE plot(
  id text primary key, village text not null, deleted integer not null default 0,
  name text, group_no integer, land_kind text, area_mu real, former_find integer, outline text, note text,
  active_from text, inactive_from text
, received text, datum text, longitude real, latitude real, inactive_reason text, away text, earlier text, split_from text references plot(id) deferrable initially deferred, merged_into text references plot(id) deferrable initially deferred) strict;

CREATE TABLE patrol(
  id text primary key, village text not null, deleted integer not null default 0,
  patrolled_on text, method text, people integer, vehicles integer, flights integer, leaflets integer, letters integer,
  note text
, from_time text, to_time text, partner text, own_signed text, partner_signed text) strict;

CREATE TABLE plot_check(
  id text primary key, village text not null, deleted integer not null default 0,
  patrol_id text references patrol(id) deferrable initially deferred,
  plot_id text references plot(id) deferrable initially deferred,
  checked_on text, found integer, seen text, note text, checklist_version text
, not_looked text, checked_at text) strict;

CREATE TABLE plant_finding(
  id text primary key, village text not null, deleted integer not null default 0,
  plot_check_id text references plot_check(id) deferrable initially deferred,
  found_at text, species text, plants integer, count_method text, growth_stage text, photographed integer,
  reported_at text, reported_to text, confirmed_at text, uprooted integer, uprooted_at text, destroyed_at text,
  witness text, recheck_on text, note text
, density real, grown_area real, spot text, longitude real, latitude real, planter text, reported_person text, uprooted_by text, uprooters integer, destroyed_how text, counted_at text, regrown_from text references plant_finding(id) deferrable initially deferred) strict;

CREATE TABLE follow_up(
  id text primary key, village text not null, deleted integer not null default 0,
  source_table text, source_id text, kind text, matter text, raised_on text, due_on text, status text, reported_to text,
  closed_on text, outcome text
, reported_on text, reported_how text, closed_as text) strict;

CREATE TABLE report(
  id text primary key, village text not null, deleted integer not null default 0,
  month text, edition integer, figures text, digest text, issued_at text
, period text, content text, corrects text, issued_by text) strict;

CREATE TABLE change(
  id text primary key,
  replica text not null, seq integer not null,
  basis integer not null, stamp text not null, at text not null, person text not null,
  action_id text not null, undoes text,
  op text not null check (op in ('set', 'erase', 'resolve')),
  table_name text not null, record_id text not null, fields text not null,
  schema integer not null,
  import_id text,
  unique (replica, seq)
) strict;

CREATE TABLE replica(
  id text primary key, device text not null, person text not null, created_at text not null
) strict, without rowid;

CREATE TABLE known(
  replica text not null, basis integer not null, other text not null, seq integer not null,
  primary key (replica, basis, other)
) strict, without rowid;

CREATE TABLE draft(
  slot text primary key,         -- which form: kind and the record it belongs to
  fields text not null,          -- JSON, as typed
  saved_at text not null
) strict, without rowid;

CREATE TABLE handover(
  id text primary key, village text not null, month text not null, file_name text not null, made_at text not null,
  bytes integer not null, row_counts text not null, digest text not null
) strict;

CREATE TABLE search_doc(docid integer primary key, table_name text not null, id text not null, unique (table_name, id)) strict;

CREATE VIRTUAL TABLE search using fts5(body, content='', contentless_delete=1, detail=full, tokenize='ascii');

CREATE VIEW household_gone(id) as
select id from household where deleted = 1
union all
select household_survivor.id from household_survivor join household on household.id = household_survivor.survivor
where household.deleted = 1;

CREATE TABLE photo(
  id text primary key, village text not null, deleted integer not null default 0,
  source_table text, source_id text, caption text, taken_at text, width integer, height integer, bytes integer, digest text
, longitude real, latitude real) strict;

CREATE TABLE photo_image(
  id text primary key,           -- the photo's id
  preview blob not null,         -- JPEG, small; before the large one, so that reading it passes over nothing
  image blob not null            -- JPEG, upright, without EXIF
) strict;

CREATE TABLE household_register(
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

CREATE VIEW household_survivor(id, survivor) as
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

CREATE TABLE quiz_question(
  id text primary key, village text not null, deleted integer not null default 0,
  bank_id text, off integer, question text, text text
) strict;

CREATE TABLE survey(
  id text primary key, village text not null, deleted integer not null default 0,
  title text, paper_id text references quiz_paper(id) deferrable initially deferred,
  started_on text, ended_on text, asked_by text, sampling text, population integer, issued integer, returned integer,
  note text
) strict;

CREATE TABLE sheet_tally(
  number integer primary key, id text not null unique,
  village text not null, day text not null, paper_id text not null, survey_id text not null,  -- '' stands for nothing
  key_group text not null, age_band text not null, form text not null, sampling text not null,
  satisfaction text not null,
  correct integer not null, answered integer not null, asked integer not null,
  seconds integer not null,  -- below 0 where it is not known
  marks text not null        -- in the order of the paper's questions
) strict;

CREATE TABLE focus(
  id text primary key, village text not null, deleted integer not null default 0,
  month text, based_on text, questions text, topics text, note text
) strict;

CREATE VIEW plot_survivor(id, survivor) as
with recursive merged(id, into_id) as (
  select id, merged_into from plot where merged_into is not null
  union
  select merged.id, plot.merged_into from merged join plot on plot.id = merged.into_id where plot.merged_into is not null
)
select id, coalesce(max(case when into_id not in (select id from merged) then into_id end),
                    min(case when (into_id, into_id) in (select id, into_id from merged) then into_id end))
from merged
group by id;

CREATE VIEW plot_part(id, part, until) as
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

CREATE TABLE track(
  id text primary key, village text not null, deleted integer not null default 0,
  patrol_id text references patrol(id) deferrable initially deferred,
  name text, method text, recorded_on text, began_at text, ended_at text, metres real, seconds integer,
  positions integer, ways text, cuts text, datum text, origin text, digest text, note text
) strict;

CREATE TABLE map_area(
  id text primary key, village text not null, deleted integer not null default 0,
  name text, level text, group_no integer, outline text, received text, datum text
) strict;

CREATE TABLE map_picture(
  id text primary key, village text not null, deleted integer not null default 0,
  name text, width integer, height integer, fit text, points text, datum text, shown integer, digest text
) strict;

CREATE TABLE attachment(id text primary key, content blob not null) strict;

CREATE TABLE report_words(
  id text primary key, village text not null, deleted integer not null default 0,
  period text, problems text, plans text
) strict;

CREATE TABLE key_pair(purpose text primary key, public text not null, private text not null, made_at text not null) strict;

CREATE TABLE merge_run(
  id text primary key, at text not null, person text not null,
  basis integer not null,        -- of the replica that merged, what it knew from then on
  replica text not null, undone_at text
) strict, without rowid;

CREATE TABLE merge_copy(
  run text not null, number integer not null,
  name text not null,            -- the file's name, without its folder
  village text not null, month text not null, made_at text not null, device text not null, person text not null,
  heads text not null,           -- JSON: replica to the last change that the copy held
  counts text not null,          -- JSON: kind to new, changed, same
  primary key (run, number)
) strict, without rowid;

CREATE TABLE open_conflict(
  table_name text not null, record_id text not null, quarrel text not null, unit text not null,
  primary key (table_name, record_id, quarrel, unit)
) strict, without rowid;

CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");

CREATE INDEX visit_by_month on visit(village, visited_on, outcome, household_id, materials_given) where deleted = 0;

CREATE INDEX household_by_door on household(village, group_no, door_no) where deleted = 0;

CREATE INDEX household_merged on household(merged_into) where merged_into is not null;

CREATE INDEX household_deleted on household(id) where deleted = 1;

CREATE INDEX answer_sheet_by_paper on answer_sheet(paper_id);

CREATE INDEX patrol_by_month on patrol(village, patrolled_on, method, people, flights) where deleted = 0;

CREATE INDEX plot_by_group on plot(village, group_no, name) where deleted = 0;

CREATE INDEX plot_check_by_plot on plot_check(plot_id, checked_on) where deleted = 0;

CREATE INDEX plot_check_by_month on plot_check(village, checked_on, plot_id, found, patrol_id) where deleted = 0;

CREATE INDEX plot_check_by_patrol on plot_check(patrol_id);

CREATE INDEX plant_finding_by_check on plant_finding(plot_check_id);

CREATE INDEX follow_up_by_state on follow_up(village, raised_on, status, closed_on, due_on) where deleted = 0;

CREATE INDEX follow_up_by_source on follow_up(source_table, source_id);

CREATE INDEX report_by_month on report(village, month, edition) where deleted = 0;

CREATE INDEX change_by_record on change(table_name, record_id);

CREATE INDEX change_by_action on change(action_id);

CREATE INDEX household_split on household(split_from) where split_from is not null;

CREATE INDEX photo_by_source on photo(source_table, source_id);

CREATE INDEX household_register_walk on household_register(
  place, number, inactive_from, tenure, last_met, group_no, people, open_follow_ups, last_outcome, door_no);

CREATE INDEX visit_by_household on visit(household_id, visited_on, outcome, deleted);

CREATE INDEX visit_by_day on visit(visited_on, id, village, outcome, household_id) where deleted = 0;

CREATE INDEX follow_up_open on follow_up(source_table, source_id, due_on) where deleted = 0 and status <> 'closed';

CREATE INDEX household_by_state on household(
  village, active_from, inactive_from, merged_into, tenure, group_no,
  left_behind_children, left_behind_elderly, returned_workers, pupils, tenants, inactive_reason, away, earlier, id)
  where deleted = 0;

CREATE INDEX household_put_off on household(village, put_off_until) where put_off_until is not null;

CREATE INDEX survey_by_month on survey(village, started_on) where deleted = 0;

CREATE INDEX answer_sheet_by_survey on answer_sheet(survey_id) where survey_id is not null;

CREATE INDEX answer_sheet_by_month on answer_sheet(
  village, taken_on, correct, answered, asked, sampling, key_group, paper_id, state, satisfaction) where deleted = 0;

CREATE INDEX sheet_tally_by_day on sheet_tally(village, day);

CREATE INDEX focus_by_month on focus(village, month) where deleted = 0;

CREATE INDEX plot_by_split on plot(split_from) where split_from is not null;

CREATE INDEX plot_by_survivor on plot(merged_into) where merged_into is not null;

CREATE INDEX track_by_patrol on track(patrol_id);

CREATE INDEX track_by_day on track(village, recorded_on) where deleted = 0;

CREATE INDEX report_words_by_period on report_words(village, period) where deleted = 0;
