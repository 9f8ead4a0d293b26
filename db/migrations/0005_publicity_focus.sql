-- What a month's visits are to explain: the questions that were answered worst, kept as they were asked then.

create table focus(
  id text primary key, village text not null, deleted integer not null default 0,
  month text, based_on text, questions text, topics text, note text
) strict;
create index focus_by_month on focus(village, month) where deleted = 0;
