-- H2 does each statement for itself: where one of them was the last before a kill, all are done once more.
-- How many bytes of text came with a run: those of its events, and of what it was made from where no run before had brought that.
-- Null: an older Steward ended it, and nobody has measured it yet.
alter table run add column if not exists kept_bytes bigint;
-- The sum of all runs of a playbook's file that have ended, since reading a long history for it takes long.
create table if not exists run_kept (
  playbook_file  varchar(2000) primary key,
  runs           bigint not null,
  bytes          bigint not null
);
insert into run_kept (playbook_file, runs, bytes)
  select r.playbook_file, count(*), 0 from run r where r.status not in ('queued', 'running')
    and not exists (select 1 from run_kept k where k.playbook_file = r.playbook_file) group by r.playbook_file;
