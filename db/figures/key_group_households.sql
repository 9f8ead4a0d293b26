-- Households in the register with at least one person of the key group :key_group.
-- from: key_group_people
select kind, id, village, day, subject, 1 as number from key_group_people
