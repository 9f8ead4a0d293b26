-- The first edition of the file. Every table is STRICT; record tables carry id, village and deleted first.
-- References are deferred: a merge may bring a child before its parent within one transaction.

create table meta(
  key text primary key,          -- file_id, created_at, sample, clean, replica, home, person, phone ...
  value text not null
) strict, without rowid;

create table setting(
  key text primary key,          -- what the office may change for this file: pass mark, due days, headline figure
  value text not null
) strict, without rowid;

create table village(
  code text primary key,         -- 12-digit statistical division code, text because it is never a number
  name text not null,
  subdistrict_code text not null,
  subdistrict_name text not null,
  position integer not null default 0
) strict, without rowid;

create table household(
  id text primary key, village text not null, deleted integer not null default 0,
  group_no integer, door_no text, contact_name text, phone text, tenure text,
  left_behind_children integer, left_behind_elderly integer, returned_workers integer, pupils integer, tenants integer,
  note text, active_from text, inactive_from text, inactive_reason text,
  merged_into text references household(id) deferrable initially deferred
) strict;

create table visit(
  id text primary key, village text not null, deleted integer not null default 0,
  household_id text references household(id) deferrable initially deferred,
  visited_on text, outcome text, topics text, materials text, materials_given integer, note text, visited_by text,
  checklist_version text
) strict;

create table quiz_paper(
  id text primary key, village text not null, deleted integer not null default 0,
  title text, bank_version text, questions text, made_on text, note text
) strict;

create table answer_sheet(
  id text primary key, village text not null, deleted integer not null default 0,
  paper_id text references quiz_paper(id) deferrable initially deferred,
  taken_on text, key_group text, sampling text, answers text, correct integer, answered integer, asked integer, note text
) strict;

create table plot(
  id text primary key, village text not null, deleted integer not null default 0,
  name text, group_no integer, land_kind text, area_mu real, former_find integer, outline text, note text,
  active_from text, inactive_from text
) strict;

create table patrol(
  id text primary key, village text not null, deleted integer not null default 0,
  patrolled_on text, method text, people integer, vehicles integer, flights integer, leaflets integer, letters integer,
  note text
) strict;

create table plot_check(
  id text primary key, village text not null, deleted integer not null default 0,
  patrol_id text references patrol(id) deferrable initially deferred,
  plot_id text references plot(id) deferrable initially deferred,
  checked_on text, found integer, seen text, note text, checklist_version text
) strict;

create table plant_finding(
  id text primary key, village text not null, deleted integer not null default 0,
  plot_check_id text references plot_check(id) deferrable initially deferred,
  found_at text, species text, plants integer, count_method text, growth_stage text, photographed integer,
  reported_at text, reported_to text, confirmed_at text, uprooted integer, uprooted_at text, destroyed_at text,
  witness text, recheck_on text, note text
) strict;

create table follow_up(
  id text primary key, village text not null, deleted integer not null default 0,
  source_table text, source_id text, kind text, matter text, raised_on text, due_on text, status text, reported_to text,
  closed_on text, outcome text
) strict;

create table report(
  id text primary key, village text not null, deleted integer not null default 0,
  month text, edition integer, figures text, digest text, issued_at text
) strict;

-- The journal: one row for every record that an action touched, in the transaction that touched it.
create table change(
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

create table replica(
  id text primary key, device text not null, person text not null, created_at text not null
) strict, without rowid;

-- What a replica had seen at each of its merges; only what changed since the merge before.
create table known(
  replica text not null, basis integer not null, other text not null, seq integer not null,
  primary key (replica, basis, other)
) strict, without rowid;

-- Local: these never travel.
create table draft(
  slot text primary key,         -- which form: kind and the record it belongs to
  fields text not null,          -- JSON, as typed
  saved_at text not null
) strict, without rowid;

create table handover(
  id text primary key, village text not null, month text not null, file_name text not null, made_at text not null,
  bytes integer not null, row_counts text not null, digest text not null
) strict;

-- Search: one document per record, characters indexed singly. The tokenizer takes every character outside ASCII as
-- part of a word, rare ones of the later planes too. Merging is done in idle time, never within a save.
create table search_doc(docid integer primary key, table_name text not null, id text not null, unique (table_name, id)) strict;
create virtual table search using fts5(body, content='', contentless_delete=1, detail=full, tokenize='ascii');
insert into search(search, rank) values('automerge', 0);

create index visit_by_household on visit(household_id, visited_on, outcome) where deleted = 0;
create index visit_by_month on visit(village, visited_on, outcome, household_id, materials_given) where deleted = 0;
create index household_by_door on household(village, group_no, door_no) where deleted = 0;
create index household_by_state on household(
  village, active_from, inactive_from, merged_into, tenure, group_no,
  left_behind_children, left_behind_elderly, returned_workers, pupils, tenants, id) where deleted = 0;
create index household_merged on household(merged_into) where merged_into is not null;
create index household_deleted on household(id) where deleted = 1;
create index answer_sheet_by_month on answer_sheet(village, taken_on, correct, answered, asked, sampling, key_group, paper_id) where deleted = 0;
create index answer_sheet_by_paper on answer_sheet(paper_id);
create index patrol_by_month on patrol(village, patrolled_on, method, people, flights) where deleted = 0;
create index plot_by_group on plot(village, group_no, name) where deleted = 0;
create index plot_check_by_plot on plot_check(plot_id, checked_on) where deleted = 0;
create index plot_check_by_month on plot_check(village, checked_on, plot_id, found, patrol_id) where deleted = 0;
create index plot_check_by_patrol on plot_check(patrol_id);
create index plant_finding_by_check on plant_finding(plot_check_id);
create index follow_up_by_state on follow_up(village, raised_on, status, closed_on, due_on) where deleted = 0;
create index follow_up_by_source on follow_up(source_table, source_id);
create index report_by_month on report(village, month, edition) where deleted = 0;
create index change_by_record on change(table_name, record_id);
create index change_by_action on change(action_id);

-- Households merged into another one, and the one that stands for them: the end of the chain, or where merges made
-- on two sides closed a ring, its smallest id, so that no ring hides a household.
create view household_survivor(id, survivor) as
with recursive merged(id, into_id) as (
  select id, merged_into from household where merged_into is not null
  union
  select merged.id, household.merged_into
  from merged join household on household.id = merged.into_id
  where household.merged_into is not null
)
select merged.id, coalesce(max(case when household.merged_into is null then household.id end), min(merged.into_id))
from merged join household on household.id = merged.into_id
group by merged.id;

-- Households whose records no longer count: deleted ones, and those merged into a deleted one.
create view household_gone(id) as
select id from household where deleted = 1
union all
select household_survivor.id from household_survivor join household on household.id = household_survivor.survivor
where household.deleted = 1;
