-- Quizzes in full: questions of the office's own, forms of a paper, surveys, and more of what a sheet tells.

create table quiz_question(
  id text primary key, village text not null, deleted integer not null default 0,
  bank_id text, off integer, question text, text text
) strict;

create table survey(
  id text primary key, village text not null, deleted integer not null default 0,
  title text, paper_id text references quiz_paper(id) deferrable initially deferred,
  started_on text, ended_on text, asked_by text, sampling text, population integer, issued integer, returned integer,
  note text
) strict;
create index survey_by_month on survey(village, started_on) where deleted = 0;

alter table quiz_paper add column forms text;
alter table quiz_paper add column seed integer;

alter table answer_sheet add column survey_id text references survey(id) deferrable initially deferred;
alter table answer_sheet add column form text;
alter table answer_sheet add column age_band text;
alter table answer_sheet add column satisfaction text;
alter table answer_sheet add column state text;
alter table answer_sheet add column entered text;
alter table answer_sheet add column origin text;
alter table answer_sheet add column seconds integer;
alter table answer_sheet add column second_answers text;
alter table answer_sheet add column second_by text;
create index answer_sheet_by_survey on answer_sheet(survey_id) where survey_id is not null;
