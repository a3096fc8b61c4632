-- How many bytes of text came with a run: those of its events, and of what it was made from where no run before had brought that.
-- Null: an older Steward ended it, and nobody has measured it yet.
alter table run add column kept_bytes bigint;
-- The sum of all runs of a playbook's file that have ended, since reading a long history for it takes long.
create table run_kept (
  playbook_file  varchar(2000) primary key,
  runs           bigint not null,
  bytes          bigint not null
);
insert into run_kept (playbook_file, runs, bytes)
  select r.playbook_file, count(*), 0 from run r where r.status not in ('queued', 'running') group by r.playbook_file;
