-- Every find that counts, whatever its day: neither it nor its check, its patrol or its plot is deleted. Finds are
-- few, so the joins (cross: in this order) begin with them.
select 'plant_finding' as kind, plant_finding.id, plant_finding.village, plot_check.checked_on as day,
       plant_finding.species as subject, coalesce(plant_finding.plants, 0) as number,
       coalesce(plant_finding.uprooted, 0) as uprooted, substr(plant_finding.reported_at, 1, 10) as reported_on,
       substr(plant_finding.uprooted_at, 1, 10) as uprooted_on
from plant_finding
cross join plot_check on plot_check.id = plant_finding.plot_check_id
cross join patrol on patrol.id = plot_check.patrol_id
cross join plot on plot.id = plot_check.plot_id
where plant_finding.deleted = 0 and plot_check.deleted = 0 and patrol.deleted = 0 and plot.deleted = 0
  and plant_finding.village in (select value from json_each(:villages))
