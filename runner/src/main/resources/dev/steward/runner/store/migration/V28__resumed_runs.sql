-- The run that another goes on with; at most one goes on with each.
alter table run add column resumes bigint;
create unique index run_by_resumed on run (resumes);
