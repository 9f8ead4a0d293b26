-- Reports of any span of months, frozen whole when they are issued, and the worker's own words in them.

alter table report add column period text;
alter table report add column content text;
alter table report add column corrects text;
alter table report add column issued_by text;

create table report_words(
  id text primary key, village text not null, deleted integer not null default 0,
  period text, problems text, plans text
) strict;
create index report_words_by_period on report_words(village, period) where deleted = 0;

-- The office's own key pairs: no records, never in the journal, never in a copy (store/handing_over.py).
create table key_pair(purpose text primary key, public text not null, private text not null, made_at text not null) strict;
