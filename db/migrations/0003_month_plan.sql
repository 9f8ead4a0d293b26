-- The month's plan: a household that is put off is left out of it until this day.

alter table household add column put_off_until text;
create index household_put_off on household(village, put_off_until) where put_off_until is not null;
