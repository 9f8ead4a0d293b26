-- Households in the register whose dwelling is of the tenure :tenure.
-- from: households_active
select kind, id, village, day, subject, number from households_active where tenure = :tenure
