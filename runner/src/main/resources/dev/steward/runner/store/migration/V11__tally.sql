-- How many runs of a playbook ended how: as a whole (host ''), and on each host. Counted here, since pruning takes runs away
-- and a count must never go back. Checks do not count.
create table run_tally (
  playbook   varchar(200) not null,
  host       varchar(255) not null,
  outcome    varchar(20) not null,
  runs       bigint not null,
  primary key (playbook, host, outcome)
);
insert into run_tally (playbook, host, outcome, runs)
  select r.playbook, '', r.status, count(*) from run r
  where r.status in ('ok', 'failed', 'cancelled', 'lost') and r.options not like '%"check":true%' group by r.playbook, r.status;
