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

-- What figures of awareness read, with the state.
drop index answer_sheet_by_month;
create index answer_sheet_by_month on answer_sheet(
  village, taken_on, correct, answered, asked, sampling, key_group, paper_id, state, satisfaction) where deleted = 0;

-- What statistics read: derived, one row a sheet that counts, with one sign for each answer. A table of counts by paper,
-- question, option, village, month, group and score would have as many rows as there are answers.
create table sheet_tally(
  number integer primary key, id text not null unique,
  village text not null, day text not null, paper_id text not null, survey_id text not null,  -- '' stands for nothing
  key_group text not null, age_band text not null, form text not null, sampling text not null,
  satisfaction text not null,
  correct integer not null, answered integer not null, asked integer not null,
  seconds integer not null,  -- below 0 where it is not known
  marks text not null        -- in the order of the paper's questions
) strict;
create index sheet_tally_by_day on sheet_tally(village, day);
