-- Bringing copies together: what came when and from where, and what nobody has decided yet. None of it travels.

create table merge_run(
  id text primary key, at text not null, person text not null,
  basis integer not null,        -- of the replica that merged, what it knew from then on
  replica text not null, undone_at text
) strict, without rowid;

create table merge_copy(
  run text not null, number integer not null,
  name text not null,            -- the file's name, without its folder
  village text not null, month text not null, made_at text not null, device text not null, person text not null,
  heads text not null,           -- JSON: replica to the last change that the copy held
  counts text not null,          -- JSON: kind to new, changed, same
  primary key (run, number)
) strict, without rowid;

create table open_conflict(
  table_name text not null, record_id text not null, quarrel text not null, unit text not null,
  primary key (table_name, record_id, quarrel, unit)
) strict, without rowid;
