-- Which server a fire was handed out to: it alone makes something of it, and once it has ended, another takes the fire over.
alter table schedule_fire add column owner_id varchar(200);
-- The labels, comma separated, that whoever takes it must have; null: any server may.
alter table schedule_fire add column runner text;
create index schedule_fire_by_result on schedule_fire (result, schedule_name);
